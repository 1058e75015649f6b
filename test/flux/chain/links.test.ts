import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markerChain } from '../../../server/src/flux/chain/chain.ts'
import type { LinkName } from '../../../server/src/flux/chain/link.ts'
import { markersOf } from '../../../server/src/flux/workspace/snapshot.ts'
import { fixture } from '../../fixture.ts'

/** What each link says of a marker: true where it holds, false where Flux does not write, null where files do not tell. */

const tags = '#- registry ghcr.io/acme/web: 1.0.0 1.1.0\n'
const policy = '#- policy apps:web ghcr.io/acme/web semver 1.x\n'
const automation = '#- automation apps:main ./clusters\n'
const web = '#- clusters/web.yaml\nimage: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n'
const policyFile = (spec: string, namespace = 'apps') => `#- policies.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: ${namespace}}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {${spec}}
`
const semver = (range: string) => `policy: {semver: {range: '${range}'}}`
const ref = 'imageRepositoryRef: {name: web}'

const cluster = (components: string) => `#- flux-system/gotk-components.yaml
---
# Flux Version: v2.9.3
# Components: ${components}
#- flux-system/gotk-sync.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 1m, url: 'ssh://git@git.example.com/acme/fleet'}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 10m, path: ./, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
`
const imageControllers = 'image-reflector-controller,image-automation-controller'

const gitRepository = (namespace: string) => `#- source.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: ${namespace}}
spec: {interval: 1m, url: 'ssh://git@git.example.com/acme/fleet', ref: {branch: main}, secretRef: {name: git}}
`
const automationFile = (commit: string, ref?: string) => `#- automation.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    ${ref === undefined ? '' : `checkout: {ref: ${ref}}`}
    commit: {author: ${commit}}
  update: {path: ./clusters}
`

const applying = (...paths: readonly string[]) =>
  `${cluster(`source-controller,${imageControllers}`) + tags + policy + automation + web}#- kustomization.yaml\nresources: [${paths.join(', ')}]\n`

const rows: readonly (readonly [LinkName, ok: boolean | null, source: string])[] = [
  ['marker', true, tags + policy + automation + web],
  ['file', true, tags + policy + automation + web],
  ['file', false, `${tags + policy + automation}#- clusters/web.yaml\nmetadata: 1\n${web.split('\n')[1]}\n`],
  ['policy', true, tags + policy + automation + web],
  ['policy', false, tags + policy.replace('apps:web', 'apps:other') + automation + web],
  ['policy', null, automation + web],
  ['accepted', true, tags + policyFile(`${ref}, ${semver('1.x')}`) + automation + web],
  ['accepted', false, tags + policyFile(`${ref}, ${semver('one')}`) + automation + web],
  [
    'accepted',
    true,
    cluster(`source-controller,${imageControllers}`) +
      tags +
      policyFile(`${ref}, ${semver('1.x')}`) +
      automation +
      web,
  ],
  [
    'accepted',
    false,
    cluster('source-controller,kustomize-controller') +
      tags +
      policyFile(`${ref}, ${semver('1.x')}`) +
      automation +
      web,
  ],
  ['repository', true, tags + policy + automation + web],
  [
    'repository',
    false,
    tags +
      policyFile(`imageRepositoryRef: {name: web, namespace: shared}, ${semver('1.x')}`, 'shared') +
      automation +
      web,
  ],
  ['tags', true, tags + policy + automation + web],
  ['tags', null, policy + automation + web],
  ['selection', true, tags + policy + automation + web],
  ['selection', false, tags + policy.replace('1.x', '9.x') + automation + web],
  ['selection', null, policy + automation + web],
  ['automation', true, tags + policy + automation + web],
  ['automation', false, tags + policy + automation.replace('./clusters', './policies') + web],
  ['automation', false, tags + policy + automation.replace('apps:main', 'ops:main') + web],
  ['automation', null, tags + policy + web],
  ['source', null, tags + policy + automation + web],
  ['source', true, tags + policy + automation + gitRepository('apps') + web],
  ['source', false, tags + policy + automation + gitRepository('other') + web],
  ['message', true, tags + policy + automation + web],
  [
    'message',
    false,
    tags + policy + automationFile("{email: a@acme.example}, messageTemplate: '{{ .Nothing }}'") + web,
  ],
  ['branch', true, tags + policy + automation + web],
  ['branch', false, tags + policy + automationFile('{email: a@acme.example}', '{tag: v1}') + web],
  ['branch', null, tags + policy + automationFile('{email: a@acme.example}', undefined) + web],
  [
    'applied',
    true,
    applying('flux-system/gotk-sync.yaml', 'policies/apps-web.yaml', 'automations/apps-main.yaml'),
  ],
  ['applied', false, applying('flux-system/gotk-sync.yaml', 'automations/apps-main.yaml')],
  [
    'applied',
    null,
    `${applying('flux-system/gotk-sync.yaml', 'policies/apps-web.yaml', 'automations/apps-main.yaml', 'broken.yaml')}#- broken.yaml\napiVersion: v1\nmetadata: {name: nothing}\n`,
  ],
  ['applied', null, tags + policy + automation + web],
]

for (const [row, [name, ok, source]] of rows.entries()) {
  test(`${name} is ${ok} (row ${row})`, () => {
    const { snapshot } = fixture(source)
    const [placed] = markersOf(snapshot)
    assert.ok(placed)
    const { links } = markerChain(snapshot, placed.path, placed.marker)
    const found = links.find(one => one.name === name)
    assert.equal(found?.ok, ok, JSON.stringify(links, null, 1))
    if (ok === false) assert.ok(found?.code)
  })
}
