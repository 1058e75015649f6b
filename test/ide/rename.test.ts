import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { references } from '../../server/src/ide/navigate/references.ts'
import { rename, renameSpan } from '../../server/src/ide/navigate/rename.ts'
import { fixture, settledAfter } from '../fixture.ts'

const world = (policyName = 'web', repositoryName = 'web') => `
#- policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: "${policyName}", namespace: apps}
spec: {imageRepositoryRef: {name: ${repositoryName}}, policy: {semver: {range: 1.x}}}
#- repository.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
#- web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:we$0b"}
tag: 1.0.0 # {"$imagepolicy": "apps:web:tag"}
other: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "other:web"}`

function at(source: string) {
  const { snapshot, cursor } = fixture(source)
  assert(cursor)
  return { snapshot, ...cursor }
}

function renamed(source: string, newName: string) {
  const { snapshot, path, offset } = at(source)
  const result = rename(snapshot, path, offset, newName)
  if ('refusal' in result) return result.refusal
  const after = settledAfter(snapshot, result.edits)
  return [...after.files.values()].map(({ text }) => text).join('\n')
}

describe('a policy', () => {
  test('is found from a marker, with every other marker of it', () => {
    const { snapshot, path, offset } = at(world())
    const places = (withDeclaration: boolean) =>
      references(snapshot, path, offset, withDeclaration).map(one => one.path)
    assert.deepEqual(places(true), ['policy.yaml', 'web.yaml', 'web.yaml'])
    assert.deepEqual(places(false), ['web.yaml', 'web.yaml'])
  })

  test('is renamed in its manifest and its markers, and nothing else is', () => {
    const { snapshot, path, offset } = at(world())
    const text = snapshot.files.get(path)?.text ?? ''
    assert.equal(text.slice(...(renameSpan(snapshot, path, offset) ?? [0, 0])), 'web')
    const after = String(renamed(world(), 'site'))
    assert.match(
      after,
      /metadata: \{name: "site", namespace: apps\}\nspec: \{imageRepositoryRef: \{name: web\}/,
    )
    assert.match(after, /"apps:site"\}\ntag: 1\.0\.0 # \{"\$imagepolicy": "apps:site:tag"\}\n.*"other:web"/)
  })

  test('keeps its name where the new one is taken, or none', () => {
    assert.match(String(renamed(world(), 'Web')), /is no name/)
    const twice = `${world()}\n#- more.yaml\n${world().split('\n').slice(2, 6).join('\n').replace('"web"', 'site')}`
    assert.match(String(renamed(twice, 'site')), /There is ImagePolicy site in apps already/)
  })

  test('keeps its name where a kustomization makes it', () => {
    const marked = world().replace('apps:we$0b', 'apps:my-we$0b').replaceAll('apps:web', 'apps:my-web')
    const prefixed = `${marked}
#- kustomization.yaml
namePrefix: my-
resources: [policy.yaml, repository.yaml]`
    assert.match(String(renamed(prefixed, 'site')), /by hand/)
  })
})

test('a repository is renamed in its manifest and in the policies that refer to it', () => {
  const source = world()
    .replace('we$0b', 'web')
    .replace('imageRepositoryRef: {name: web}', 'imageRepositoryRef: {name: w$0eb}')
  const after = String(renamed(source, 'images'))
  assert.match(after, /imageRepositoryRef: \{name: images\}/)
  assert.match(after, /kind: ImageRepository\nmetadata: \{name: images,/)
  assert.match(after, /"apps:web"/)
})

test('an automation is renamed in its manifest and where an Alert names it', () => {
  const source = `
#- automations.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: ma$0in, namespace: apps}
spec: {interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: other}
spec: {interval: 5m}
#- alert.yaml
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: {name: alert, namespace: apps}
spec: {eventSources: [{kind: ImageUpdateAutomation, name: main}, {kind: Kustomization, name: main}]}
`
  const after = String(renamed(source, 'images'))
  assert.match(after, /metadata: \{name: images, namespace: apps\}/)
  assert.match(after, /metadata: \{name: main, namespace: other\}/)
  assert.match(after, /ImageUpdateAutomation, name: images\}, \{kind: Kustomization, name: main\}/)
})
