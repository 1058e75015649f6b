import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReadings } from '../../server/src/mcp/readings.ts'
import type { Files } from '../../server/src/ports.ts'
import { Session } from '../../server/src/session.ts'

const options = {
  at: '/work',
  offline: true,
  allowedHosts: [],
  insecureHosts: [],
  fluxVersion: 'auto',
  verbose: false,
}

function repository(texts: Map<string, string>) {
  const counts = { lists: 0, opened: 0 }
  const files: Files = {
    list: async () => {
      counts.lists++
      return [...texts].map(([path, text]) => ({ path, text }))
    },
    read: async path => texts.get(path),
    isAbsent: async path => !texts.has(path),
    edit: async () => '',
  }
  const readings = createReadings(async () => {
    counts.opened++
    const session = new Session({ files, clock: { now: () => 1 } }, { fluxVersion: 'auto' })
    return { root: '/work', isGit: false, session }
  })
  return { counts, read: (came: number) => readings('/work', options, came) }
}

test('calls that came in before a reading began share it', async () => {
  const { counts, read } = repository(new Map([['a.yaml', 'kind: A\n']]))
  const came = performance.now()
  const all = await Promise.all(Array.from({ length: 50 }, () => read(came)))
  assert.deepEqual(counts, { lists: 1, opened: 1 })
  assert.equal(new Set(all.map(({ snapshot }) => snapshot)).size, 1)
})

test('a later call sees what has changed on the disk, and keeps what has not', async () => {
  const texts = new Map([
    ['a.yaml', 'kind: A\n'],
    ['b.yaml', 'kind: B\n'],
  ])
  const { counts, read } = repository(texts)
  const first = await read(performance.now())
  const second = await read(performance.now())
  assert.equal(second.snapshot, first.snapshot, 'nothing is parsed or evaluated again')
  texts.set('b.yaml', 'kind: C\n')
  texts.delete('a.yaml')
  texts.set('c.yaml', 'kind: A\n')
  const third = await read(performance.now())
  assert.deepEqual([...third.snapshot.files.keys()].sort(), ['b.yaml', 'c.yaml'])
  assert.equal(third.snapshot.files.get('b.yaml')?.text, 'kind: C\n')
  assert.equal(first.snapshot.files.get('b.yaml')?.text, 'kind: B\n', 'who has read keeps what it has read')
  assert.equal(counts.opened, 1)
})

test('a session that takes over what was read reads nothing, and answers by it', async () => {
  const { counts, read } = repository(new Map([['a.yaml', 'kind: A\n']]))
  const seen = await read(performance.now())
  const files: Files = {
    list: () => assert.fail('it is read already'),
    read: async () => undefined,
    isAbsent: async () => true,
    edit: async () => '',
  }
  const session = new Session({ files, clock: { now: () => 1 } }, { fluxVersion: 'auto' })
  session.takeOver(seen)
  await session.load()
  await session.complete()
  assert.equal(session.snapshot.files.get('a.yaml')?.text, 'kind: A\n')
  assert.equal(counts.lists, 1)
})
