import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isYaml11NonString, resolveTag, resolveValue } from '../../../server/src/go/yaml/resolve.ts'

test('plain scalars have the types go-yaml gives them', () => {
  const types = {
    '!!int': ['0', '-1', '+12', '0755', '0x1F', '0b11', '0o17', '0b-1', '1_000', '18446744073709551615'],
    '!!float': ['1.5', '1.', '.5', '1e3', '08', '-.inf', '.NaN', '18446744073709551616'],
    '!!bool': ['true', 'False'],
    '!!null': ['', '~', 'null'],
    '!!timestamp': ['2020-01-02', '2020-1-2', '2020-01-02T03:04:05Z', '2020-01-02 03:04:05.5'],
    '!!str': ['yes', '1.2.3', '0x', '0o8', '1e', '2020-13-01', '2021-02-29', '<<', '_1', '1:30', '-', '.'],
  }
  for (const [tag, texts] of Object.entries(types)) {
    for (const text of texts) assert.equal(resolveTag(text), tag, text)
  }
})

test('numbers have the values go-yaml gives them', () => {
  assert.equal(resolveValue('0755'), 493)
  assert.equal(resolveValue('0x1F'), 31)
  assert.equal(resolveValue('1_000'), 1000)
  assert.equal(resolveValue('18446744073709551615'), 18446744073709551615n)
  assert.equal(resolveValue('-.inf'), -Infinity)
  assert.equal(resolveValue('0b-1'), -1)
})

test('a YAML 1.1 parser takes more words for booleans, and dates for text', () => {
  for (const text of ['y', 'Off', 'true', '1.10', '1e10', '~'])
    assert.equal(isYaml11NonString(text), true, text)
  for (const text of ['', '1.2.3', '2020-01-02', 'v1', 'nan'])
    assert.equal(isYaml11NonString(text), false, text)
})
