// What belongs to a user of Windows: logins of Docker, the configuration of Git.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startRegistry } from '../../examples/registry.mjs'
import { shopOnWindows } from './windows.mjs'
import { windowsPath } from './wine.mjs'

test('logins are found below %USERPROFILE% and where DOCKER_CONFIG says', async t => {
  const login = { username: 'ada', password: 'secret' }
  const registry = await startRegistry({ images: { 'shop/web': ['1.0.0', '1.3.0'] }, login })
  t.after(() => registry.close())
  const shop = shopOnWindows(t, { withTags: false })
  const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64')
  const config = JSON.stringify({ auths: { [registry.host]: { auth } } })
  const image = `${registry.host}/shop/web`

  const without = await shop.json('tags', image, '--insecure')
  assert.equal(without.code, 3)
  assert.equal(without.answer.credential, 'anonymous')

  mkdirSync(join(shop.home, '.docker'))
  writeFileSync(join(shop.home, '.docker/config.json'), config)
  const below = await shop.json('tags', image, '--insecure')
  assert.equal(below.code, 0, below.err)
  assert.deepEqual(below.answer.tags, ['1.3.0', '1.0.0'])
  assert.notEqual(below.answer.credential, 'anonymous')

  const elsewhere = shopOnWindows(t, { withTags: false })
  const folder = join(elsewhere.folder, 'docker')
  mkdirSync(folder)
  writeFileSync(join(folder, 'config.json'), config)
  elsewhere.write('flux/stage.yaml', elsewhere.read('flux/stage.yaml').replaceAll('ghcr.io/shop/web', image))
  const named = await elsewhere.runWith(
    { DOCKER_CONFIG: windowsPath(folder) },
    'policies',
    '--insecure-host',
    registry.host,
  )
  assert.match(named.out, /^stage:web .*1\.3\.0/m, named.err)
})

test('Git’s configuration is that of HOME, and a condition on a folder below it holds', async t => {
  const shop = shopOnWindows(t)
  const home = join(shop.folder, 'other')
  mkdirSync(home)
  writeFileSync(
    join(home, '.gitconfig'),
    `[includeIf "gitdir:${windowsPath(shop.folder).replaceAll('\\', '/')}/"]\n\tpath = work\n[includeIf "gitdir:~/"]\n\tpath = none\n`,
  )
  writeFileSync(join(home, 'work'), '[user]\n\tname = Grace\n\temail = grace@example.com\n')
  writeFileSync(join(home, 'none'), '[user]\n\tname = Nobody\n')
  const update = ['update', '--commit', '--automation', 'stage:staging']
  const first = await shop.runWith({ HOME: windowsPath(home) }, ...update)
  assert.equal(first.code, 0, first.err)
  assert.equal(shop.git('log', '-1', '--format=%an'), 'Grace\n')

  writeFileSync(
    join(shop.folder, '.gitconfig'),
    '[user]\n\temail = ada@example.com\n[includeIf "gitdir:~/fleet/"]\n\tpath = ~/fleet.inc\n',
  )
  writeFileSync(join(shop.folder, 'fleet.inc'), '[user]\n\tname = Joan\n')
  const second = await shop.runWith({ HOME: windowsPath(shop.folder) }, 'update', '--commit')
  assert.equal(second.code, 0, second.err)
  assert.equal(shop.git('log', '-1', '--format=%an'), 'Joan\n')
})
