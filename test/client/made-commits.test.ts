import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMadeCommits } from '../../client/src/commit/made-commits.ts'
import type { CommittedBranch } from '../../server/src/lsp/protocol.ts'

const made = (branch: string, oid: string): CommittedBranch => ({
  root: '/repository',
  branch,
  isCheckedOut: false,
  commits: [{ oid, branch, isCheckedOut: false, message: 'Update', notes: [] }],
  pullRequest: { base: 'main', title: 'Update', body: '', hasPage: false },
})

function memory() {
  const kept = new Map<string, unknown>()
  return {
    get: <T>(key: string, other: T) => (kept.get(key) as T | undefined) ?? other,
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  }
}

test('an older commit can still be pushed, also in the next window, until it is', () => {
  const kept = memory()
  const commits = createMadeCommits(kept)
  const [older, newer] = [made('staging', 'a1'), made('production', 'b2')]
  commits.add(older)
  commits.add(newer)
  assert.deepEqual(commits.toPush(), [newer, older])
  commits.pushed(newer)
  const next = createMadeCommits(kept)
  assert.deepEqual(next.toPush(), [older])
  next.pushed(older)
  assert.deepEqual(next.toPush(), [newer, older])
  next.forget(newer)
  assert.deepEqual(next.all(), [older])
})

test('no more are remembered than somebody looks through', () => {
  const commits = createMadeCommits(memory())
  for (let at = 0; at < 30; at++) commits.add(made('updates', `${at}`))
  assert.equal(commits.all().length, 20)
  assert.equal(commits.all()[0]?.commits[0]?.oid, '29')
})
