import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { explainLine } from '../../server/src/ide/explain.ts'
import { fixture } from '../fixture.ts'
import { check } from '../ide-check.ts'

const automation = (spec: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: flux@acme.example}}}
${spec}`

const web = `#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0
`
const marker = 'image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n'

describe('the chain from a marker to a branch', () => {
  test('is whole, with every link told', () => {
    const { snapshot } = fixture(
      `${web}#- automation.yaml\n${automation('  update: {path: ./apps}')}\n#- apps/web.yaml\n${marker}`,
    )
    const { links } = explainLine(snapshot, 'apps/web.yaml', 0)
    assert.deepEqual(
      links.map(({ name, ok, detail }) => [name, ok, detail]),
      [
        ['marker', true, 'Flux reads apps:web for the value "ghcr.io/acme/web:1.0.0"'],
        ['file', true, 'Flux opens and parses apps/web.yaml'],
        ['policy', true, 'ImagePolicy apps:web is in the workspace'],
        [
          'accepted',
          true,
          'ImagePolicy apps/web, ImageRepository apps/web, ImageUpdateAutomation apps/main are valid',
        ],
        ['applied', null, 'no Flux Kustomization is in the workspace'],
        ['repository', true, 'ImageRepository apps/web scans ghcr.io/acme/web'],
        ['tags', true, '1 tag is listed'],
        ['selection', true, '1.0.0 is the latest'],
        [
          'automation',
          true,
          'apps/web.yaml lies in the update path of ImageUpdateAutomation apps/main: ./apps',
        ],
        ['source', null, 'GitRepository apps/flux-system is not in the workspace'],
        ['message', true, "Flux's own message is written"],
        ['branch', true, 'ImageUpdateAutomation apps/main pushes to main'],
      ],
    )
  })

  test('follows the variables that each cluster fills in', () =>
    check(`
${web}#- base/kustomization.yaml
resources: [automation.yaml]
#- base/automation.yaml
${automation('  update: {path: "${path}"}')}
${['dev', 'prod']
  .map(
    cluster => `#- clusters/${cluster}/flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: automation, namespace: flux-system}
spec:
  interval: 10m
  prune: true
  path: ./base
  sourceRef: {kind: GitRepository, name: flux-system}
  postBuild: {substitute: {path: ./clusters/${cluster}/apps}}
#- clusters/${cluster}/apps/web.yaml
${marker}`,
  )
  .join('')}`))
})

describe('nothing is said', () => {
  test('where the repository holds no automation', () => check(`${web}#- apps/web.yaml\n${marker}`))

  test('where the repository holds no policy', () => check(`#- apps/web.yaml\n${marker}`))

  test('where the path may be one of another repository', () =>
    check(
      `${web}#- automation.yaml\n${automation('  update: {path: ./deploy}').replace('name: flux-system', 'name: shop')}\n#- apps/web.yaml\n${marker}`,
      'marker-outside-update-path',
    ))
})
