import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scanInterval } from '../../../server/src/flux/onboard/scan-interval.ts'
import { fixture } from '../../fixture.ts'

const repository = (name: string, interval: string) => `#- flux/${name}.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${name}, namespace: flux-system}
spec: {image: ghcr.io/acme/${name}, interval: ${interval}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: ${name}, namespace: flux-system}
spec: {imageRepositoryRef: {name: ${name}}, policy: {semver: {range: 1.x}}}
`
const marked = (path: string, name: string) =>
  `#- ${path}\nimage: ghcr.io/acme/${name}:1.0.0 # {"$imagepolicy": "flux-system:${name}"}\n`
const plain = '#- apps/staging/new.yaml\na: 1\n#- apps/production/new.yaml\na: 1\n#- other/new.yaml\na: 1\n'

test('a repository is scanned as often as those of its environment', () => {
  const { snapshot } = fixture(
    `${repository('web', '1m')}${repository('api', '1m')}${repository('slow', '9m')}${repository('shop', '30m')}` +
      `${marked('apps/staging/web.yaml', 'web')}${marked('apps/staging/api.yaml', 'api')}${marked('apps/staging/slow.yaml', 'slow')}` +
      `${marked('apps/production/shop.yaml', 'shop')}${plain}`,
  )
  const interval = (path: string, sibling = 'slow') =>
    scanInterval(
      snapshot,
      path,
      'flux-system',
      snapshot.index.repositories.get(`flux-system:${sibling}`)?.[0],
    )
  assert.equal(interval('apps/staging/new.yaml'), '1m')
  assert.equal(interval('apps/production/new.yaml'), '30m')
  assert.equal(interval('other/new.yaml'), '9m', 'as its sibling, where no environment is known')
})

test('without any other repository it is scanned less often in production', () => {
  const { snapshot } = fixture(plain)
  const intervals = ['apps/staging', 'apps/production', 'other'].map(folder =>
    scanInterval(snapshot, `${folder}/new.yaml`, 'flux-system', undefined),
  )
  assert.deepEqual(intervals, ['5m', '10m', '10m'])
})
