import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withFiles } from '../../../server/src/flux/workspace/snapshot.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixture } from '../../fixture.ts'

/** The fix of a file that its kustomization does not list, in each form that a kustomization has. */

const workspace = (kustomization: string) => `
#- clusters/prod/flux-system/gotk-sync.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 10m, path: ./clusters/prod, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
#- clusters/prod/kustomization.yaml
${kustomization}
#- clusters/prod/web.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: flux-system}
spec: {image: ghcr.io/acme/web, interval: 5m}`
const path = 'clusters/prod/kustomization.yaml'

for (const [before, after] of [
  ['resources:\n- flux-system/gotk-sync.yaml', 'resources:\n- flux-system/gotk-sync.yaml\n- web.yaml'],
  [
    'resources:\n  -   flux-system/gotk-sync.yaml # cluster',
    'resources:\n  -   flux-system/gotk-sync.yaml # cluster\n  -   web.yaml',
  ],
  ['resources: [flux-system/gotk-sync.yaml]', 'resources: [flux-system/gotk-sync.yaml, web.yaml]'],
  [
    'resources: [\n  flux-system/gotk-sync.yaml\n]',
    'resources: [\n  flux-system/gotk-sync.yaml, web.yaml\n]',
  ],
  ['resources: []', 'resources: [web.yaml]'],
  ['namespace: flux-system', 'namespace: flux-system\nresources:\n- web.yaml'],
  ['namespace: flux-system # all\n', 'namespace: flux-system # all\nresources:\n- web.yaml\n'],
] as const) {
  test(`a file is added to ${JSON.stringify(before)}`, () => {
    const { snapshot } = fixture(workspace(before))
    const text = snapshot.files.get(path)?.text ?? ''
    const [found] = diagnostics(snapshot, path).filter(({ code }) => code === 'kustomization-not-listed')
    const [edit] = found?.fixes[0]?.edits ?? []
    assert.ok(edit, JSON.stringify(found))
    const fixed = text.slice(0, edit.span[0]) + edit.newText + text.slice(edit.span[1])
    assert.equal(fixed, after)
    const again = diagnostics(withFiles(snapshot, [[path, fixed]]), path)
    assert.deepEqual(
      again.map(({ code }) => code),
      [],
    )
  })
}
