import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathGlobs } from '../../server/src/flux/project/path-globs.ts'
import { globMatcher } from '../../server/src/text/glob-matcher.ts'

test('globs are matched as Git does', () => {
  const cases = [
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'a/b.yaml', false],
    ['**/*.yaml', 'a/b/c.yaml', true],
    ['**/*.yaml', 'c.yaml', true],
    ['a/**', 'a/b/c', true],
    ['a/**', 'ab', false],
    ['a**b', 'axxb', true],
    ['a**b', 'ax/b', false],
    ['[a-c]?[!x]', 'bzy', true],
    ['[a-c]?[!x]', 'bzx', false],
    ['a[.-0]b', 'a/b', false],
    ['[[:digit:]]*', '7a', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['[', '[', true],
  ] as const
  for (const [glob, text, expected] of cases) assert.equal(globMatcher(glob).test(text), expected, glob)
  assert.ok(globMatcher('A*[B]', 'i').test('axb'))
})

test('a glob that could be tried in more ways than there are atoms is matched at once', () => {
  const name = 'a'.repeat(250)
  assert.equal(globMatcher(`${'*a'.repeat(100)}*b`).test(name), false)
  assert.equal(globMatcher(`${'**/*a*'.repeat(50)}b`).test(`${name}/${name}`), false)
  assert.equal(pathGlobs([`${'*a'.repeat(100)}*b`, '**/old/**'])(name), false)
  assert.equal(pathGlobs([`${'*a'.repeat(100)}*`])(name), true)
  assert.equal(pathGlobs(['**/*.{tmp,bak}'])('a/b.bak'), true)
})
