import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { missingFiles } from '../../../server/src/flux/workspace/missing-files.ts'
import { emptySnapshot, withAbsent, withFiles } from '../../../server/src/flux/workspace/snapshot.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixAll } from '../../../server/src/ide/fixes/fix-all.ts'
import { fixture } from '../../fixture.ts'
import { check } from '../../ide-check.ts'

const policy = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}`

const repository = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}`

/** A cluster's folder as `flux bootstrap` makes it; its Kustomization reads itself. */
const bootstrap = `#- clusters/prod/flux-system/gotk-sync.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 1m, url: 'ssh://git@example.com/acme/fleet'}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 10m, path: ./clusters/prod, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
`

function applied(path: string, more = ''): string {
  return `#- clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 10m
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  path: ${path}
${more}`
}

/** What is told of the whole workspace, of kustomizations. */
function told(source: string): readonly string[] {
  const { snapshot } = fixture(source)
  return [...snapshot.files.keys()].flatMap(path =>
    diagnostics(snapshot, path)
      .filter(({ code }) => code.startsWith('kustomization-'))
      .map(({ severity, message }) => `${path} ${severity} ${message}`),
  )
}

describe('a missing file', () => {
  test('is an error where Flux applies the kustomization, whatever is in it', () =>
    check(`${bootstrap}${applied('./apps')}#- apps/kustomization.yaml
resources:
- deployment.yaml
- nowhere.yaml
# ^^^^^^^^^^^^ kustomization-missing-file: There is no apps/nowhere.yaml in this repository: Flux cannot build Kustomization flux-system/apps, and applies nothing of it.
configMapGenerator:
- name: settings
  files:
  - app.conf
#   ^^^^^^^^ kustomization-missing-file: There is no apps/app.conf in this repository
  - key=settings/none.conf
#   ^^^^^^^^^^^^^^^^^^^^^^ kustomization-missing-file: There is no apps/settings/none.conf in this repository
#- apps/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: apps}`))

  test('is reported at the patch that is missing, in a base that many use, once', () => {
    const overlay = (name: string) => `#- ${name}/kustomization.yaml\nresources: [../base]\n`
    const found = told(`${overlay('prod')}${overlay('test')}#- base/kustomization.yaml
resources: [policy.yaml, repository.yaml]
patches: [{path: patch.yaml}]
#- base/policy.yaml
${policy}
#- base/repository.yaml
${repository}`)
    assert.deepEqual(found, [
      'base/kustomization.yaml warning There is no base/patch.yaml in this repository: kustomize cannot build base.',
    ])
  })

  test('is not told of a kustomization that Flux is not seen to apply, and that has nothing of ours', () =>
    assert.deepEqual(
      told(`#- policy.yaml\n${policy}\n#- app/kustomization.yaml\nresources: [nowhere.yaml]\n`),
      [],
    ))

  test('a folder without a kustomization is told where it is named', () =>
    check(`${bootstrap}${applied('./apps')}#- apps/kustomization.yaml
resources:
- web
# ^^^ kustomization-missing-file: There is no kustomization.yaml in apps/web: Flux cannot build Kustomization flux-system/apps, and applies nothing of it.
#- apps/web/README.md
Not a kustomization`))

  test('a path of a Flux Kustomization that leads nowhere is told', () => {
    check(`${bootstrap}${applied('./aps')}#       ^^^^^ kustomization-missing-file: There is no aps in this repository: Flux cannot build Kustomization flux-system/apps, and applies nothing of it. Did you mean ./apps?
#- apps/README.md
`)
  })

  test('of another root than this one nothing is told: where a source is, the files may not tell', () => {
    const missing = '#- apps/README.md\n'
    const other = bootstrap
      .replace('gotk-sync', 'other')
      .replaceAll('clusters/prod', 'example/clusters/prod')
      .replace('acme/fleet', 'acme/other')
      .replace('path: ./example/', 'path: ./')
    assert.deepEqual(told(`${other}${applied('./aps')}${missing}`), [])
    assert.deepEqual(told(`${bootstrap}${other}${applied('./aps')}${missing}`), [])
  })

  test('a name that something else fills in is left alone', () =>
    assert.deepEqual(
      told(`${bootstrap}${applied('./apps')}#- apps/kustomization.yaml
resources: ['\${CLUSTER}.yaml', '{{ .name }}.yaml', 'https://example.com/x.yaml', 'org-1@github.com:acme/x?ref=v1']
`),
      [],
    ))

  test('what a GitRepository includes may be there', () => {
    const including = bootstrap.replace(
      "url: 'ssh://git@example.com/acme/fleet'",
      "url: 'ssh://git@example.com/acme/fleet', include: [{repository: {name: shared}, toPath: ./shared}]",
    )
    const rest = `${applied('./apps')}#- apps/kustomization.yaml\nresources: [../shared/base, ../sharde]\n`
    assert.equal(told(`${bootstrap}${rest}`).length, 2)
    assert.deepEqual(
      told(`${including}${rest}`).map(text => text.slice(0, text.indexOf(' in '))),
      ['apps/kustomization.yaml error There is no sharde'],
    )
  })

  test('is not told until it was looked for, nor where something may be there', () => {
    const file = 'images/kustomization.yaml'
    const texts: readonly (readonly [string, string])[] = [
      [file, 'resources: [policy.yaml, hidden.yaml]\n'],
      ['images/policy.yaml', policy],
    ]
    const snapshot = withFiles(emptySnapshot({ fluxVersion: 'auto' }), texts)
    assert.deepEqual(
      missingFiles(snapshot, file).flatMap(({ paths }) => paths),
      ['images/hidden.yaml'],
    )
    const codes = (isAbsent: boolean) =>
      diagnostics(withAbsent(snapshot, [['images/hidden.yaml', isAbsent]]), file).map(({ code }) => code)
    assert.deepEqual(diagnostics(snapshot, file), [])
    assert.deepEqual(codes(false), [])
    assert.deepEqual(codes(true), ['kustomization-missing-file'])
  })

  test('the part of a path that is wrong is fixed, by choice only', () => {
    const { snapshot } = fixture(`${bootstrap}${applied('./apps')}#- apps/kustomization.yaml
resources:
- "../bses/web/"
#- bases/web/kustomization.yaml
resources: [policy.yaml]
#- bases/web/policy.yaml
${policy}`)
    const [found] = diagnostics(snapshot, 'apps/kustomization.yaml')
    assert.match(found?.message ?? '', /^There is no bses\/web in .* Did you mean \.\.\/bases\/web\?$/)
    const edits = (found?.fixes ?? []).flatMap(fix => fix.edits)
    assert.deepEqual(
      edits.map(({ oldText, newText }) => `${oldText} ${newText}`),
      ['../bses/web ../bases/web'],
    )
    assert.equal(fixAll(snapshot, [...snapshot.files.keys()]).size, 0)
  })

  test('one step too few or too many out of the folder is fixed', () => {
    const { snapshot } = fixture(`#- clusters/prod/kustomization.yaml
resources: [policy.yaml, ../apps/web.yaml, ../../../apps/api.yaml, ../../../../apps/api.yaml]
#- clusters/prod/policy.yaml
${policy}
#- apps/web.yaml
${repository}
#- clusters/apps/README.md
Something else`)
    const found = diagnostics(snapshot, 'clusters/prod/kustomization.yaml')
    assert.deepEqual(
      found
        .filter(({ code }) => code === 'kustomization-missing-file')
        .map(one => one.message.split(': ')[0]),
      ['There is no clusters/apps/web.yaml in this repository'],
    )
    assert.deepEqual(
      found.flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits.map(edit => edit.newText))),
      ['../../apps/web.yaml'],
    )
  })

  test('a neighbour that is named already is no suggestion', () => {
    const { snapshot } = fixture(`#- images/kustomization.yaml
resources: [web1.yaml, web2.yaml]
#- images/web1.yaml
${policy}`)
    const [found] = diagnostics(snapshot, 'images/kustomization.yaml')
    assert.match(found?.message ?? '', /^There is no images\/web2.yaml/)
    assert.deepEqual(found?.fixes, [])
  })
})

test('a cycle is told in each kustomization where it closes', () =>
  check(`${bootstrap}${applied('./a')}#- a/kustomization.yaml
resources:
- ../b
#- b/kustomization.yaml
resources:
- ../a
# ^^^^ kustomization-cycle: a leads to b, which uses it in turn: Flux cannot build Kustomization flux-system/apps, and applies nothing of it.`))
