// Files and commits on Windows.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { shopOnWindows } from './windows.mjs'

test('an update writes the values, keeps CRLF and a BOM, and leaves nothing beside', async t => {
  const shop = shopOnWindows(t)
  const before = `\uFEFF${shop.read('staging/web.yaml').replaceAll('\n', '\r\n')}`
  shop.write('staging/web.yaml', before)
  const { code, err, answer } = await shop.json('update', 'staging')
  assert.equal(code, 0, err)
  assert.deepEqual(
    answer.changes.map(({ file }) => file),
    ['staging/api.yaml', 'staging/web.yaml'],
  )
  assert.equal(shop.read('staging/web.yaml'), before.replace('1.0.0', '1.1.0'))
  assert.deepEqual(readdirSync(join(shop.root, 'staging')).sort(), ['api.yaml', 'web.yaml'])
})

test('a commit by the built-in engine is one that Git accepts, also where the working tree has CRLF', async t => {
  const shop = shopOnWindows(t)
  shop.git('config', 'core.autocrlf', 'true')
  for (const path of ['staging/web.yaml', 'staging/api.yaml', 'production/web.yaml'])
    shop.write(path, shop.read(path).replaceAll('\n', '\r\n'))
  const deep = `staging/${['a', 'b', 'c', 'd'].map(letter => letter.repeat(60)).join('/')}/web.yaml`
  shop.write(deep, shop.read('staging/web.yaml'))
  shop.git('add', '-A')
  shop.git('commit', '-qm', 'A long path')
  const { code, err, answer } = await shop.json('update', '--commit', '--automation', 'stage:staging')
  assert.equal(code, 0, err)
  assert.deepEqual(answer.skipped, [])
  assert.equal(shop.git('status', '--porcelain'), '')
  shop.git('fsck', '--strict')
  assert.equal(shop.git('log', '-1', '--format=%an <%ae> %s'), 'Ada <ada@example.com> staging: 2\n')
  for (const path of ['staging/web.yaml', deep]) {
    assert.match(shop.git('show', `HEAD:${path}`), /web:1\.1\.0.*\n$/)
    assert.doesNotMatch(shop.git('show', `HEAD:${path}`), /\r/)
    assert.match(shop.read(path), /web:1\.1\.0.*\r\n$/)
  }
})

test('a lock of another Git is respected, and told', async t => {
  const shop = shopOnWindows(t)
  const lock = join(shop.root, '.git/index.lock')
  writeFileSync(lock, '')
  const held = await shop.run('update', '--commit', '--automation', 'stage:staging')
  assert.equal(held.code, 3)
  assert.match(held.err, /index\.lock/)
  assert.equal(shop.git('log', '-1', '--format=%s'), 'Start\n')
  assert.ok(existsSync(lock))
  rmSync(lock)
  const free = await shop.run('update', '--commit', '--automation', 'stage:staging')
  assert.equal(free.code, 0, free.err)
  assert.equal(shop.git('log', '-1', '--format=%s'), 'staging: 2\n')
})
