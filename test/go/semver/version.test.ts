import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isGoError } from '../../../server/src/go/go-error.ts'
import { compareVersions, parseVersion, type Version } from '../../../server/src/go/semver/version.ts'

function version(tag: string): Version {
  const parsed = parseVersion(tag)
  assert.ok(!isGoError(parsed), tag)
  return parsed
}

test('a tag is a version when it has two dots and three numbers', () => {
  const { original, ...parts } = version('v2025.02.03-rc.1+b7')
  assert.deepEqual(parts, { major: 2025, minor: 2, patch: 3, pre: 'rc.1', meta: 'b7' })
  assert.equal(original, 'v2025.02.03-rc.1+b7')
})

test('two dots may stand in the prerelease', () => {
  assert.deepEqual([version('1-a.b.c').major, version('1-a.b.c').patch], [1, 0])
})

test('what Go rejects is an error in its words', () => {
  for (const [tag, err] of [
    ['', 'invalid semantic version'],
    ['1.2', 'invalid semantic version'],
    ['1.2.3.4', 'invalid semantic version'],
    ['V1.2.3', 'invalid semantic version'],
    ['1.2.3 ', 'invalid semantic version'],
    ['1.2.3-', 'invalid semantic version'],
    ['1.2.3-a..b', 'invalid semantic version'],
    ['1.2.3_4', 'invalid semantic version'],
    ['0.0.1-alpha.13.0545458', 'version segment starts with 0'],
    [
      '1.18446744073709551616.0',
      'error parsing version segment: strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ],
  ] as const) {
    assert.deepEqual(parseVersion(tag), { err }, tag)
  }
})

test('numbers keep all 64 bits, and leading zeros do not count', () => {
  assert.equal(version('0.0.18446744073709551615').patch, 18446744073709551615n)
  assert.equal(version('0.0.00000000000000000000007').patch, 7)
  assert.equal(compareVersions(version('0.0.9007199254740993'), version('0.0.9007199254740992')), 1)
})

test('tags in ascending order', () => {
  const ascending = [
    '0.0.9',
    '1.0.0-0',
    '1.0.0-2',
    '1.0.0-10',
    '1.0.0-18446744073709551615',
    '1.0.0--1',
    '1.0.0-99999999999999999999',
    '1.0.0-rc',
    '1.0.0-rc.2',
    '1.0.0-rc.2.1',
    '1.0.0-rc.10',
    '1.0.0-rc10',
    '1.0.0-rc9',
    '1.0.0',
    '1.0.9',
    '1.0.10',
    '1.1.0-alpine',
    '1.1.0',
  ]
  assert.deepEqual(
    [...ascending].reverse().sort((a, b) => compareVersions(version(a), version(b))),
    ascending,
  )
})

test('build metadata, a v and leading zeros make no difference', () => {
  assert.equal(compareVersions(version('v1.02.3+a'), version('1.2.3+b')), 0)
})

const number = fc.oneof(
  fc.nat(2).map(String),
  fc.constantFrom('10', '01', '9007199254740992', '9007199254740993', '18446744073709551615'),
)
const identifier = fc.constantFrom('0', '2', '10', 'a', 'rc', 'rc1', '-', '99999999999999999999999')
const someTag = fc
  .tuple(
    fc.constantFrom('', 'v'),
    fc.tuple(number, number, number),
    fc.array(identifier, { maxLength: 3 }),
    fc.constantFrom('', '+b'),
  )
  .map(
    ([v, numbers, pre, meta]) =>
      `${v}${numbers.join('.')}${pre.length > 0 ? `-${pre.join('.')}` : ''}${meta}`,
  )

test('the order is a total preorder', () => {
  fc.assert(
    fc.property(someTag, someTag, someTag, (a, b, c) => {
      const [x, y, z] = [version(a), version(b), version(c)]
      assert.equal(compareVersions(x, y), -compareVersions(y, x) + 0)
      assert.equal(compareVersions(x, x), 0)
      if (compareVersions(x, y) <= 0 && compareVersions(y, z) <= 0) assert.ok(compareVersions(x, z) <= 0)
    }),
    { numRuns: 500 },
  )
})

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string(), text => typeof parseVersion(text) === 'object'))
})
