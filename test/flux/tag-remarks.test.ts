import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicyChoice } from '../../server/src/flux/selection/policy.ts'
import { selectionOf } from '../../server/src/flux/selection/selection.ts'

/** The kinds of remarks that real tags give about a policy. */
function kinds(policy: PolicyChoice, tags: string, pattern?: string, extract = ''): readonly string[] {
  const selection = selectionOf({
    image: 'ghcr.io/acme/web',
    tags: tags.split(' '),
    exclusionList: undefined,
    policy,
    filter: pattern === undefined ? undefined : { pattern, extract },
    fluxVersion: 'auto',
  })
  return selection.state === 'invalid' ? [selection.reason] : selection.remarks.map(({ kind }) => kind)
}

const asc = { alphabetical: { order: 'asc' } }
const desc = { alphabetical: { order: 'desc' } }
const number = { numerical: { order: 'asc' } }

test('alphabetical order over names in which something else than age decides', () => {
  for (const [tags, kind] of [
    ['main-1a2b3c4 main-9f8e7d6 main-0011223 latest', 'hashes'],
    ['main-1a2b3c4 dev-9f8e7d6', 'hashes'],
    ['1a2b3c4 9f8e7d6', 'hashes'],
    ['sha-1a2b3c4 sha-9f8e7d6', 'hashes'],
    ['main-1a2b3c4-1700000000 main-9f8e7d6-1600000000', 'hashes'],
    ['1.0.0 1.1.0 latest', 'words'],
    ['20240101 20240102 edge', 'words'],
    ['main-20240101 dev-20240301', 'words'],
    ['v1.2.0 1.10.0', 'words'],
    ['v1.9.0 v1.10.0', 'versions-as-text'],
    ['1.9.0 1.10.0 1.2.0', 'versions-as-text'],
    ['build-9 build-10', 'numbers-as-text'],
    ['2024.9 2024.10', 'numbers-as-text'],
    ['release-1.9.0 release-1.10.0', 'numbers-as-text'],
  ] as const)
    assert.deepEqual(kinds(asc, tags), [kind], tags)
})

test('alphabetical order over names that are in order', () => {
  for (const tags of [
    'RELEASE.2024-06-01T12-00-00Z RELEASE.2024-06-02T12-00-00Z',
    'main-20240101.1 main-20240102.1',
    '20240101-1a2b3c4 20240102-0f0e0d0',
    'main-1700000000-1a2b3c4 main-1700000001-0f0e0d0',
    'latest stable',
    'latest',
    'v1.0.0 v1.1.0 v1.2.0',
    'v1.0.0 v1.1.0 latest',
    '2024-01-09 2024-01-10',
  ])
    assert.deepEqual(kinds(asc, tags), [], tags)
  const branch = '^main-[a-f0-9]+-(?P<ts>[0-9]+)$'
  const builds = 'main-1a2b3c4-1700000000 main-9f8e7d6-1600000000 latest'
  assert.deepEqual(kinds(asc, builds, branch, '$ts'), [])
  assert.deepEqual(kinds(number, builds, branch, '$ts'), [])
})

test('desc, where a later tag is there', () => {
  assert.deepEqual(kinds(desc, '2024-01-01 2024-01-02'), ['later-exists'])
  assert.deepEqual(kinds(desc, '2024-01-01'), [])
  assert.deepEqual(kinds({ numerical: { order: 'DESC' } }, '1 2'), ['later-exists'])
  assert.deepEqual(kinds({ numerical: { order: 'desc' } }, '7'), [])
})

test('numbers of widths that no one count gives', () => {
  assert.deepEqual(kinds(number, '1620613297 551067109282849'), ['widths'])
  assert.deepEqual(kinds(number, '20240101 20240101120000'), ['widths'])
  assert.deepEqual(kinds(number, '12 1620613297'), ['widths'])
  assert.deepEqual(kinds(number, '1 20 300 4000 50000'), [])
  assert.deepEqual(kinds(number, '9 12000'), [])
  assert.deepEqual(kinds(number, '1620000000 1620613297'), [])
  assert.deepEqual(kinds(number, '999999999 1000000000'), [])
})

test('prereleases: those of git describe, and those that an upper bound lets in', () => {
  const range = (text: string) => ({ semver: { range: text } })
  assert.deepEqual(kinds(range('>=0.0.0-0'), 'v0.0.1 v0.0.1-14-gcafe789'), ['git-describe'])
  assert.deepEqual(kinds(range('>=0.0.0'), 'v0.0.1 v0.0.1-14-gcafe789'), [])
  assert.deepEqual(kinds(range('>=1.0.0 <2.0.0-0'), '1.2.3 1.3.0-rc.1'), [
    'prerelease-by-bound',
    'other-generation',
  ])
  assert.deepEqual(kinds(range('>=1.0.0 <2.0.0-0'), '1.2.3 1.3.0'), [])
  assert.deepEqual(kinds(range('>=1.0.0-0 <2.0.0-0'), '1.2.3 1.3.0-rc.1'), [])
})

test('what comes closest to a range is of its own kind', () => {
  const near = (range: string, tags: string) => {
    const selection = selectionOf({
      image: 'postgres',
      tags: tags.split(' '),
      exclusionList: undefined,
      policy: { semver: { range } },
      filter: undefined,
      fluxVersion: 'auto',
    })
    if (selection.state === 'invalid') return []
    return selection.remarks.flatMap(one =>
      one.kind === 'range-matches-nothing' ? one.near.map(({ tag }) => tag) : [],
    )
  }
  assert.deepEqual(near('16.x', '16 16.3 16.4 17.0 16.4-alpine latest'), ['16.4', '16.3', '16'])
  assert.deepEqual(near('3.12.x', '3.12.4-alpine 3.12.5-alpine 3.13.0-alpine latest'), [
    '3.12.5-alpine',
    '3.12.4-alpine',
    '3.13.0-alpine',
  ])
  assert.deepEqual(near('>=2', 'latest 1.0.0 1.1.0'), ['1.1.0', '1.0.0', 'latest'])
})
