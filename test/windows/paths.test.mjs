// Paths as people on Windows write them: with backslashes, a drive, in other capitals, over 260 characters.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { shopOnWindows } from './windows.mjs'
import { windowsPath } from './wine.mjs'

test('a file is found by each way of writing its path, and is told with slashes', async t => {
  const shop = shopOnWindows(t)
  const ways = [
    [shop.root, '.\\Staging/WEB.yaml'],
    [join(shop.root, 'staging'), '..\\staging\\web.yaml'],
    [
      shop.folder,
      `${windowsPath(shop.root).replace('Z:', 'z:').replace('fleet', 'FLEET')}\\staging\\web.yaml`,
    ],
  ]
  for (const [cwd, path] of ways) {
    const { code, out, err } = await shop.runIn(cwd, 'check', path)
    assert.equal(code, 0, err)
    assert.match(out, /^staging\/web\.yaml:2:8 .*outdated/, path)
    assert.match(out, /^1 file, 1 marker, /m, path)
  }
  const { answer, err } = await shop.json('explain', '.\\Staging\\web.yaml:2')
  assert.equal(answer?.links.find(({ name }) => name === 'policy')?.ok, true, err)
  const tags = await shop.json('tags', `${windowsPath(shop.root)}\\staging\\web.yaml:2`)
  assert.equal(tags.answer?.image, 'ghcr.io/shop/web', tags.err)
})

test('a report goes to the file that is named, and names files by URIs', async t => {
  const shop = shopOnWindows(t)
  const file = join(shop.folder, 'report.sarif')
  const { code, err } = await shop.run('check', '--format', 'sarif', '-o', windowsPath(file))
  assert.equal(code, 0, err)
  const [{ results }] = JSON.parse(readFileSync(file, 'utf8')).runs
  assert.deepEqual(
    results.map(({ locations: [{ physicalLocation }] }) => physicalLocation.artifactLocation.uri),
    ['production/web.yaml', 'staging/api.yaml', 'staging/web.yaml'],
  )
})

test('a name in other capitals is no file to Flux, though Windows opens it', async t => {
  const shop = shopOnWindows(t)
  shop.write('flux/sync.yaml', sync)
  shop.write('flux/images/kustomization.yaml', 'resources: [Web.yaml]\n')
  shop.write(
    'flux/images/web.yaml',
    'apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageRepository\nmetadata: {name: own, namespace: stage}\nspec: {image: ghcr.io/shop/own, interval: 5m}\n',
  )
  shop.git('add', '-A')
  const { out } = await shop.run('check', 'flux')
  assert.match(out, /flux\/images\/kustomization\.yaml:1:13 .*kustomization-missing-file .*images\/Web\.yaml/)
  // Where only the disk has lost the capitals that Git has, Flux finds it.
  shop.git('mv', 'flux/images/web.yaml', 'flux/images/Web.yaml')
  shop.git('config', 'core.ignorecase', 'true')
  const { out: again } = await shop.run('check', 'flux')
  assert.doesNotMatch(again, /kustomization-missing-file/)
})

const sync = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: images, namespace: flux-system}
spec: {interval: 10m, path: ./flux/images, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
`
