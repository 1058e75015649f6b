import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { simulateAll } from '../../../server/src/flux/automation/simulate.ts'
import { update } from '../../../server/src/flux/chain/update.ts'
import { fixture } from '../../fixture.ts'

const world = `#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- automation apps:main ./clusters
`

function simulated(source: string) {
  const { snapshot } = fixture(source)
  const [automation] = [...snapshot.index.automations.values()].flat()
  assert.ok(automation)
  return simulateAll(snapshot, [automation])
}

describe('simulate', () => {
  test('prints a file as Flux prints it, and names message, branch and values', () => {
    const found = simulated(`${world}#- clusters/web.yaml
---
kind: Deployment

image:   ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`)
    assert.deepEqual(found, {
      files: [
        {
          path: 'clusters/web.yaml',
          before: '---\nkind: Deployment\n\nimage:   ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n',
          after: 'kind: Deployment\nimage: ghcr.io/acme/web:1.1.0 # {"$imagepolicy": "apps:web"}\n',
          reformats: true,
        },
      ],
      changes: [
        {
          path: 'clusters/web.yaml',
          offset: 54,
          setter: 'apps:web',
          old: 'ghcr.io/acme/web:1.0.0',
          new: 'ghcr.io/acme/web:1.1.0',
          object: { apiVersion: '', kind: 'Deployment', namespace: '', name: '' },
        },
      ],
      message: 'ghcr.io/acme/web:1.0.0 -> ghcr.io/acme/web:1.1.0',
      branch: 'image-updates',
      skipped: [],
    })
  })

  test('says that a file is not reformatted where only the value changes', () => {
    const { files } = simulated(
      `${world}#- clusters/web.yaml\nimage: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n`,
    )
    assert.deepEqual(
      files.map(({ reformats }) => reformats),
      [false],
    )
  })

  test('leaves out what is elsewhere, up to date, of another namespace, or unreadable', () => {
    const marked = (value: string, policy: string) => `image: ${value} # {"$imagepolicy": "${policy}"}\n`
    const found = simulated(
      `${world}#- other/web.yaml\n${marked('ghcr.io/acme/web:1.0.0', 'apps:web')}#- clusters/a.yaml\n${marked('ghcr.io/acme/web:1.1.0', 'apps:web')}#- clusters/b.yaml\n${marked('ghcr.io/acme/web:1.0.0', 'else:web')}#- clusters/c.yaml\nmetadata: 1\n${marked('ghcr.io/acme/web:1.0.0', 'apps:web')}`,
    )
    assert.deepEqual([found.files, found.changes, found.message], [[], [], undefined])
    assert.deepEqual(
      found.skipped.map(({ path, code }) => [path, code]),
      [['clusters/c.yaml', 'marker-metadata-not-map']],
    )
  })

  test('takes a List apart, as Flux does', () => {
    const { files, changes } = simulated(`${world}#- clusters/list.yaml
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: web}
  image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`)
    assert.deepEqual(
      files.map(({ path, before }) => [path, before]),
      [['clusters/configmap_web.yaml', '']],
    )
    assert.equal(changes.length, 1)
  })

  test('writes nothing where the automation or its policy is suspended, the policy fails, or the path is not there', () => {
    const marked = '#- clusters/web.yaml\nimage: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n'
    const codes = (source: string) => {
      const { files, skipped } = simulated(source)
      assert.deepEqual(files, [])
      return skipped.map(({ code }) => code)
    }
    const own = (spec: string) => `#- a.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: a@b.example}, messageTemplate: '${spec.startsWith('T') ? '{{ .Updated }}' : 'x'}'}}
  update: {path: ${spec.startsWith('P') ? './gone' : './clusters'}}
  suspend: ${spec.startsWith('S')}
`
    const policies = world.split('\n').slice(0, 2).join('\n')
    assert.deepEqual(codes(`${policies}\n${marked}${own('S')}`), ['marker-suspended'])
    assert.deepEqual(codes(`${policies}\n${marked}${own('P')}`), ['iua-path-missing'])
    assert.deepEqual(codes(`${policies}\n${marked}${own('T')}`), ['iua-template-fails'])
    assert.deepEqual(codes(`${world.split('\n').slice(1).join('\n')}${marked}`), ['policy-unknown'])
  })

  test('changes the values that update changes', () => {
    const source = `${world}#- clusters/web.yaml
a: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
b: '1.0.0' # {"$imagepolicy": "apps:web:tag"}
`
    const { changes } = update(fixture(source).snapshot)
    assert.deepEqual(
      simulated(source).changes.map(({ setter, old, new: value }) => [setter, old, value]),
      changes.map(({ marker, oldValue, newValue }) => [marker.name, oldValue, newValue]),
    )
  })

  test('takes the automations of one name together, a variant for each cluster', () => {
    const automation = (path: string, branch: string) => `#- ${path}/main.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: a@b.example}, messageTemplate: 'in ${path}'}, push: {branch: ${branch}}}
  update: {path: ${path}}
#- ${path}/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`
    const policies = world.split('\n').slice(0, 2).join('\n')
    const all = (one: string, other: string) => {
      const { snapshot } = fixture(`${policies}\n${automation('a', one)}${automation('b', other)}`)
      return simulateAll(snapshot, snapshot.index.automations.get('apps:main') ?? [])
    }
    const { files, changes, message, branch } = all('next', 'next')
    assert.deepEqual(
      files.map(({ path }) => path),
      ['a/web.yaml', 'b/web.yaml'],
    )
    assert.deepEqual([changes.length, message, branch], [2, 'in a\n\nin b', 'next'])
    assert.equal(all('next', 'other').branch, undefined)
  })
})
