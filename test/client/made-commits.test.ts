import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMadeCommits } from '../../client/src/commit/made-commits.ts'
import type { CommittedBranch } from '../../server/src/lsp/protocol.ts'

const made = (branch: string, oid: string, root = '/repository'): CommittedBranch => ({
  root,
  branch,
  isCheckedOut: false,
  commits: [{ oid, branch, isCheckedOut: false, message: 'Update', notes: [] }],
  remote: { remote: 'origin', url: 'https://git.example.com/acme/fleet', branch },
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

test('of more commits than are remembered, those that wait for a push stay', () => {
  const commits = createMadeCommits(memory())
  const waiting = made('staging', 'a1')
  commits.add(waiting)
  for (let at = 0; at < 30; at++) {
    commits.add(made('updates', `${at}`))
    commits.pushed(made('updates', `${at}`))
  }
  assert.deepEqual(commits.toPush(), [waiting])
  assert.equal(commits.all().length, 20)
})

test('what vanished or was merged is forgotten, and keeps nothing older from being taken back', async () => {
  const commits = createMadeCommits(memory())
  const names = ['older', 'pushed elsewhere', 'merged', 'vanished', 'elsewhere'] as const
  const [older, pushed, merged, vanished] = names.map(name => made(name, name))
  const elsewhere = made('elsewhere', 'elsewhere', '/removed')
  for (const one of [older, pushed, merged, vanished, elsewhere]) if (one) commits.add(one)
  const states = {
    older: { branch: 'newest', remotes: [] },
    'pushed elsewhere': { branch: 'older', remotes: ['origin/pushed elsewhere'] },
    merged: { branch: 'newest', remotes: ['origin/merged', 'origin/main'] },
    vanished: { branch: 'gone', remotes: [] },
    elsewhere: 'closed',
  } as const
  const stateOf = ({ branch }: CommittedBranch) => Promise.resolve(states[branch as keyof typeof states])
  await commits.refresh(stateOf)
  assert.deepEqual(commits.all(), [pushed, older])
  assert.deepEqual(commits.toPush(), [older])
  assert.ok(pushed && commits.isPushed(pushed))
  // Its folder is opened again.
  await commits.refresh(() => Promise.resolve('unknown'))
  assert.deepEqual(commits.all(), [elsewhere, pushed, older])
})

test('a commit that was pushed to what it is merged into stays until others go on from there', async () => {
  const commits = createMadeCommits(memory())
  const onMain = made('main', 'a1')
  commits.add(onMain)
  const remotes = ['origin/main']
  await commits.refresh(() => Promise.resolve({ branch: 'newest', remotes }))
  assert.deepEqual(commits.all(), [onMain])
  await commits.refresh(() => Promise.resolve({ branch: 'older', remotes }))
  assert.deepEqual(commits.all(), [])
})
