import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isJudged } from '../../../server/src/flux/chain/judged.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixture } from '../../fixture.ts'

const source = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 1m, url: ssh://git@git.example/acme/fleet, ref: {branch: main}, secretRef: {name: flux-system}}
`
const kustomization = (name: string, path: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec: {interval: 10m, path: ${path}, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
`
const sync = `#- clusters/prod/flux-system/gotk-sync.yaml
${source}---
${kustomization('flux-system', './clusters/prod')}`
const repository = (name: string, spec = ', interval: 5m') => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${name}, namespace: flux-system}
spec: {image: ghcr.io/acme/web${spec}}
`

function grave(source: string, path: string): readonly string[] {
  const { snapshot } = fixture(source)
  return diagnostics(snapshot, path)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ code }) => code)
}

describe('what is not live is not judged as live', () => {
  test('a manifest that no cluster reaches has neither errors nor warnings', () => {
    const files = `${sync}#- clusters/prod/web.yaml\n${repository('web', '')}#- drafts/web.yaml\n${repository('draft', '')}`
    assert.deepEqual(grave(files, 'clusters/prod/web.yaml'), ['schema-required'])
    assert.deepEqual(grave(files, 'drafts/web.yaml'), [])
  })

  test('nor has one where a live Kustomization reads parts of another repository', () => {
    const other = kustomization('crds', './crds').replace('name: flux-system}}', 'name: other}}')
    const files = `${sync}#- clusters/prod/crds.yaml\n${other}#- drafts/web.yaml\n${repository('draft', '')}`
    assert.deepEqual(grave(files, 'drafts/web.yaml'), [])
  })

  test('but what a path with a variable may lead to is judged', () => {
    const files = `#- apps/flux.yaml
${kustomization('apps', "'./apps/web/${env}'")}---
${kustomization('more', './apps/more')}#- apps/more/web.yaml
${repository('web')}#- apps/web/prod/web.yaml
${repository('web', '')}#- drafts/web.yaml
${repository('draft', '')}`
    assert.deepEqual(grave(files, 'apps/web/prod/web.yaml'), ['schema-required'])
    assert.deepEqual(grave(files, 'drafts/web.yaml'), [])
    const { snapshot } = fixture(files)
    assert.deepEqual(
      diagnostics(snapshot, 'drafts/web.yaml').map(({ code, severity }) => [code, severity]),
      [
        ['nothing-applies', 'hint'],
        ['schema-required', 'information'],
      ],
    )
  })

  test('a Kustomization that something else brings starts nothing, though it reads itself', () => {
    const files = `
#- clusters/prod/kustomization.yaml
resources: [../../apps/kustomize.yaml, ../../crds/kustomize.yaml]
#- apps/kustomize.yaml
${kustomization('apps', './automation')}
#- crds/kustomize.yaml
${kustomization('crds', './crds')}
#- automation/web.yaml
${repository('web', '')}
#- drafts/web.yaml
${repository('draft', '')}`
    const { snapshot } = fixture(files)
    assert.equal(isJudged(snapshot, 'automation/web.yaml'), true)
    assert.equal(isJudged(snapshot, 'drafts/web.yaml'), false)
    assert.deepEqual(grave(files, 'automation/web.yaml'), ['schema-required'])
  })

  test('where no Flux Kustomization is seen, or none reaches image automation, every manifest counts', () => {
    assert.deepEqual(grave(`#- web.yaml\n${repository('web', '')}`, 'web.yaml'), ['schema-required'])
    const files = `#- flux/apps.yaml\n${kustomization('apps', './apps')}#- apps/web.yaml\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n#- image/web.yaml\n${repository('web', '')}`
    assert.deepEqual(grave(files, 'image/web.yaml'), ['schema-required'])
  })

  test('what another tool may apply is judged, and so are values that no kustomization reads', () => {
    const argo = `#- argo.yaml\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\n`
    assert.deepEqual(
      grave(`${sync}${argo}#- drafts/web.yaml\n${repository('draft', '')}`, 'drafts/web.yaml'),
      ['schema-required'],
    )
    const { snapshot } = fixture(`${sync}#- charts/web/values.yaml\nimage: ghcr.io/acme/web:1.0.0\n`)
    assert.equal(isJudged(snapshot, 'charts/web/values.yaml'), true)
  })

  test('what a broken kustomization may have brought is judged', () => {
    const files = `${sync}#- clusters/prod/apps.yaml\n${kustomization('apps', './apps')}#- apps/kustomization.yaml\nresources: [missing.yaml, web]\n#- apps/web/kustomization.yaml\nresources: [web.yaml]\n#- apps/web/web.yaml\n${repository('web', '')}`
    assert.equal(isJudged(fixture(files).snapshot, 'apps/web/web.yaml'), true)
  })

  test('what nothing reaches is no partner in a conflict', () => {
    const files = `${sync}#- clusters/prod/web.yaml\n${repository('web')}#- drafts/web.yaml\n${repository('draft', ", interval: 5m, exclusionList: ['-rc']")}`
    assert.deepEqual(grave(files, 'clusters/prod/web.yaml'), [])
  })
})

test('two ImageRepositories of one image with other logins see the same tags', () => {
  const files = `#- web.yaml\n${repository('web')}---\n${repository('same', ', interval: 5m, secretRef: {name: ghcr}')}`
  assert.deepEqual(grave(files, 'web.yaml'), [])
})
