import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createCacheFolder } from '../../server/src/io/files/cache-folder.ts'
import { testClient } from './net/client.ts'
import { startInternet } from './net/internet.ts'
import { LOGIN, list, SECRET, withBasic } from './registry/scenarios/scenario.ts'

const { signal } = new AbortController()

function temporary(context: { after(end: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-cache-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'cache')
}

function cacheIn(path: string, more: { maxBytes?: number; now?: () => number } = {}) {
  return createCacheFolder({ path, maxBytes: 1 << 20, now: Date.now, ...more })
}

test('what was written is read; what was touched is a miss', async context => {
  const path = temporary(context)
  const cache = cacheIn(path)
  const bytes = Buffer.from('text\nof ä\0\n')
  assert.equal(await cache.read('a'), undefined)
  await cache.write('a', bytes)
  assert.deepEqual(await cache.read('a'), bytes)
  assert.deepEqual(await cacheIn(path).read('a'), bytes)
  const [name = ''] = readdirSync(path)
  const file = join(path, name)
  for (const text of [
    '',
    'x',
    readFileSync(file, 'utf8').slice(0, -1),
    readFileSync(file, 'utf8').replace('of', 'if'),
  ]) {
    writeFileSync(file, text)
    assert.equal(await cache.read('a'), undefined)
  }
})

test('folder and files are the user’s alone; a folder of others is not used', {
  skip: process.platform === 'win32',
}, async context => {
  const path = temporary(context)
  await cacheIn(path).write('a', Buffer.from('text'))
  assert.equal(statSync(path).mode & 0o777, 0o700)
  for (const name of readdirSync(path)) assert.equal(statSync(join(path, name)).mode & 0o777, 0o600)
  chmodSync(path, 0o755)
  await cacheIn(path).write('a', Buffer.from('text'))
  assert.equal(statSync(path).mode & 0o777, 0o700)
  const elsewhere = `${path}-elsewhere`
  mkdirSync(elsewhere)
  symlinkSync(elsewhere, `${path}-link`)
  await cacheIn(`${path}-link`).write('a', Buffer.from('text'))
  assert.deepEqual(readdirSync(elsewhere), [])
  const file = `${path}-file`
  writeFileSync(file, '')
  await cacheIn(file).write('a', Buffer.from('text'))
  assert.equal(await cacheIn(file).read('a'), undefined)
})

test('the oldest make room, and so does what was left half-written', async context => {
  const path = temporary(context)
  const cache = cacheIn(path)
  for (const name of ['a', 'b', 'c']) await cache.write(name, Buffer.alloc(400, name))
  const left = join(path, 'deadbeef.tmp')
  writeFileSync(left, 'half')
  for (const name of readdirSync(path)) utimesSync(join(path, name), 1000, 1000)
  await cacheIn(path, { maxBytes: 1000 }).write('d', Buffer.alloc(400, 'd'))
  assert.deepEqual(await cache.read('d'), Buffer.alloc(400, 'd'))
  assert.equal(readdirSync(path).length, 2)
  assert.ok(!readdirSync(path).includes('deadbeef.tmp'))
})

test('a claim is one’s own until it is given back or too old', async context => {
  const path = temporary(context)
  let now = Date.now()
  const cache = cacheIn(path, { now: () => now })
  const release = await cache.claim('a')
  assert.ok(release)
  assert.equal(await cache.claim('a'), undefined)
  assert.ok(await cache.claim('b'))
  await release()
  assert.ok(await cache.claim('a'))
  assert.equal(await cache.claim('a'), undefined)
  now += 100_000
  assert.ok(await cache.claim('a'))
})

test('a claim ends with its program', async context => {
  const path = temporary(context)
  const cache = cacheIn(path)
  await cache.claim('a')
  const [name = ''] = readdirSync(path)
  const { pid = 0 } = spawnSync(process.execPath, ['--version'])
  writeFileSync(join(path, name), String(pid))
  assert.ok(await cache.claim('a'))
})

test('the list is there after a restart, for the same login only, and holds no secret', async context => {
  const path = temporary(context)
  const net = await startInternet({ 'ghcr.io': withBasic(() => list(['1'])), 'quay.io': () => list(['2']) })
  context.after(net.close)
  const start = (username: string, password = LOGIN.password ?? '') =>
    testClient({
      env: net.env,
      logins: { 'ghcr.io': { username, password } },
      more: { folder: cacheIn(path) },
    })
  const tags = async (client: ReturnType<typeof start>, image: string) => {
    const found = await client
      .tags({ image, insecure: false }, signal, { maxAge: 600_000 })
      .catch(error => error.code)
    await client.close()
    return [found.tags ?? found, net.requests.length]
  }
  assert.deepEqual(await tags(start('me'), 'ghcr.io/acme/web'), [['1'], 2])
  assert.deepEqual(await tags(start('me'), 'ghcr.io/acme/web'), [['1'], 2])
  assert.deepEqual(await tags(start('you'), 'ghcr.io/acme/web'), ['E_CREDENTIALS', 4])
  assert.deepEqual(await tags(start('me'), 'quay.io/acme/web'), [['2'], 5])
  assert.deepEqual(await tags(start('you'), 'quay.io/acme/web'), [['2'], 5])
  const files = readdirSync(path).map(name => readFileSync(join(path, name), 'latin1'))
  assert.equal(files.length, 2)
  for (const text of files) {
    assert.ok(
      !text.includes(SECRET) && !text.includes(Buffer.from(`me:${SECRET}`).toString('base64').slice(0, 12)),
    )
  }
})

test('ten windows that open at the same time ask once', async context => {
  const path = temporary(context)
  const net = await startInternet({ 'ghcr.io': () => list(['1']) })
  context.after(net.close)
  const windows = Array.from({ length: 10 }, () =>
    testClient({
      env: net.env,
      more: {
        folder: cacheIn(path),
        wait: () => new Promise(resolve => setImmediate(() => setImmediate(resolve))),
      },
    }),
  )
  const lists = await Promise.all(
    windows.map(window =>
      window.tags({ image: 'ghcr.io/acme/web', insecure: false }, signal, { maxAge: 600_000 }),
    ),
  )
  assert.deepEqual(
    lists.map(({ tags }) => tags),
    Array(10).fill(['1']),
  )
  assert.equal(net.requests.length, 1)
  await Promise.all(windows.map(window => window.close()))
})

test('killed in the middle of writing, the next start reads a good file or none', async context => {
  const path = temporary(context)
  const kills = Number(process.env.FLUXMARK_KILLS ?? 12)
  const script = `
    import { createCacheFolder } from ${JSON.stringify(new URL('../../server/src/io/files/cache-folder.js', import.meta.url).href)}
    const cache = createCacheFolder({ path: ${JSON.stringify(path)}, maxBytes: 1 << 24, now: Date.now })
    for (let turn = 0; ; turn++) {
      await cache.write('list', Buffer.alloc(300_000, String(turn % 10)))
      process.stdout.write('.')
    }`
  for (let turn = 0; turn < kills; turn++) {
    await killedAfterStart(script, turn)
    const bytes = await cacheIn(path).read('list')
    const isGood = bytes === undefined || (bytes.length === 300_000 && bytes.every(byte => byte === bytes[0]))
    assert.ok(isGood, 'a broken file was read')
  }
  assert.ok(await cacheIn(path).read('list'))
})

/** Starts the script and kills it when it has written once or more, a few turns of our own loop later. */
function killedAfterStart(script: string, turns: number): Promise<void> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    child.on('close', () => resolve())
    child.stdout.once('data', async () => {
      for (let turn = 0; turn < turns; turn++) await new Promise(next => setImmediate(next))
      child.kill('SIGKILL')
    })
  })
}
