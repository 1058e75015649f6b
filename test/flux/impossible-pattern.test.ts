import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isImagePolicy } from '../../server/src/flux/resources/image-policy.ts'
import { impossiblePattern } from '../../server/src/flux/selection/impossible-pattern.ts'
import { readFacts } from '../../server/src/flux/workspace/facts.ts'

const policy = (pattern: string) =>
  readFacts(`apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, filterTags: {pattern: '${pattern}'}, policy: {semver: {range: 1.x}}}
`).resources.find(isImagePolicy)

const found = (pattern: string) => {
  const one = policy(pattern)
  assert.ok(one)
  return impossiblePattern(one)
}

for (const [pattern, letters] of [
  ['^(?P<ts>\\\\d+)-[a-f0-9]{40}$', ['\\']],
  ['^v\\\\.1', ['\\']],
  ['^ghcr.io/acme/web:v.*', ['/', ':']],
  ['^1\\.0\\.0\\+[0-9]+$', ['+']],
  ['^main- [0-9]+$', [' ']],
  ['^-rc[0-9]+$', []],
  ['v1$0', []],
  ['main^-1', []],
  ['^$', []],
  ['^[0-9]{129}', []],
  ['^\\s+$', [' ']],
] as const) {
  test(`no tag can match ${pattern}`, () => {
    assert.deepEqual(found(pattern)?.letters, letters)
  })
}

test('a backslash that is written twice is the one thing to change, where that is enough', () => {
  assert.equal(found('^v\\\\d+$')?.single, '^v\\d+$')
  assert.equal(found('^web:\\\\d+$')?.single, undefined)
})

for (const pattern of [
  '.*',
  '',
  '^',
  '$',
  'v',
  '-rc',
  '^v?[0-9]+\\.[0-9]+',
  '^(?P<branch>main|release/x)-[a-f0-9]+',
  '(?i)^MAIN-.*$',
  '\\bmain\\b',
  '^[^/]+$',
  '^main/?1',
  '^[0-9]{128}$',
  '^(?:a/|b)c$',
  '^\\S+$',
  '(',
  'main-*',
  '^$' + '{TAG}$',
]) {
  test(`a tag can match ${pattern === '' ? 'the empty pattern' : pattern}`, () => {
    assert.equal(found(pattern), undefined)
  })
}
