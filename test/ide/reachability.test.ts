import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Snapshot } from '../../server/src/flux/workspace/snapshot.ts'
import type { Diagnostic, Place, Severity } from '../../server/src/ide/answers.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { explainLine } from '../../server/src/ide/explain.ts'
import { oncePerCause } from '../../server/src/ide/once-per-cause.ts'
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
resources: [automation.yaml, ../policies/apps-web.yaml]
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

describe('markers of one cause', () => {
  const many = (ignore = '') =>
    fixture(`${web}#- automation apps:main ./other
#- a.yaml
${ignore}image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
more: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#- b.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#- other/c.yaml
a: 1
`).snapshot
  const found = (snapshot: Snapshot) =>
    ['a.yaml', 'b.yaml'].flatMap(path =>
      diagnostics(snapshot, path).filter(({ code }) => code === 'marker-outside-update-path'),
    )
  const startOf = (snapshot: Snapshot, { path, span }: Place) =>
    snapshot.files.get(path)?.text.slice(0, span[0]).split('\n').length

  test('are one finding in each file that shows them, and one in a report, with its places', () => {
    const snapshot = many()
    const each = found(snapshot)
    assert.deepEqual(
      each.map(one => [one.path, startOf(snapshot, one)]),
      [
        ['a.yaml', 1],
        ['b.yaml', 1],
      ],
    )
    assert.match(each[1]?.message ?? '', /So it is at 2 more markers\.$/)
    const [one, another] = oncePerCause(each)
    assert.equal(another, undefined)
    assert.deepEqual(
      one?.related.map(place => [place.path, startOf(snapshot, place)]),
      [
        ['automations/apps-main.yaml', 3],
        ['a.yaml', 2],
        ['b.yaml', 1],
      ],
    )
  })

  test('are folded where many are merely alike, and never the graver behind the others', () => {
    const one = (path: string, severity: Severity): Diagnostic => ({
      path,
      span: [0, 1],
      severity,
      code: 'policy-api-version',
      message: 'v1beta2 is deprecated.',
      alike: 'v1beta2',
      index: 0,
      fixes: [],
      related: [],
    })
    const warnings = (count: number) =>
      Array.from({ length: count }, (_, index) => one(`${index}.yaml`, 'warning'))
    assert.equal(oncePerCause(warnings(9)).length, 9)
    const folded = oncePerCause([one('dead.yaml', 'information'), ...warnings(10)])
    assert.deepEqual(
      folded.map(({ path, severity, others }) => [path, severity, others?.length]),
      [
        ['dead.yaml', 'information', undefined],
        ['0.yaml', 'warning', 9],
      ],
    )
  })

  test('are looked for in other files only where the file on screen has one', () => {
    const files = (path: string) => `${web}#- automation.yaml
${automation('  update: {path: ./apps}')}
#- ${path}
${marker}#- else/other.yaml
${marker}`
    const reads = (path: string) => {
      const { snapshot } = fixture(files(path))
      let isRead = false
      const get = () => {
        isRead = true
      }
      Object.defineProperty(snapshot.files.get('else/other.yaml')?.facts, 'problem', { get })
      const found = diagnostics(snapshot, path)
      return [isRead, found.some(({ code }) => code === 'marker-outside-update-path')]
    }
    assert.deepEqual(reads('apps/web.yaml'), [false, false])
    assert.deepEqual(reads('else/web.yaml'), [true, true])
  })

  test('are told at the next one where a comment silences the first', () => {
    const snapshot = many('# fluxmark-ignore: marker-outside-update-path\n')
    const each = found(snapshot)
    assert.deepEqual(
      each.map(one => [one.path, startOf(snapshot, one)]),
      [
        ['a.yaml', 3],
        ['b.yaml', 1],
      ],
    )
    assert.match(each[0]?.message ?? '', /So it is at 1 more marker\.$/)
  })
})
