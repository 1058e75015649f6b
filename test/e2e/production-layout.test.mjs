// Policies of four lines; all else comes from one kustomization's patches, chosen by annotations, in another folder.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startEditor } from './fixture.mjs'

const kustomization = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: flux-system
resources:
  - ../../apps/web/image-repository.yaml
  - ../../apps/web/image-policy.yaml
  - ../../apps/api/image-repository.yaml
  - ../../apps/api/image-policy.yaml
  - automation.yaml
patches:
  - path: prod-policy.yaml
    target:
      kind: ImagePolicy
      annotationSelector: acme.example/prod-automated!=disabled
  - path: semver-policy.yaml
    target:
      kind: ImagePolicy
      annotationSelector: acme.example/prod-automated==disabled,acme.example/tags==semver
  - path: interval.yaml
    target:
      kind: ImageRepository
      annotationSelector: acme.example/slow!=true
  - patch: |
      - {op: add, path: /spec/provider, value: generic}
    target:
      kind: ImageRepository
      annotationSelector: acme.example/cloud!=azure,acme.example/cloud!=aws
  - patch: |
      - {op: add, path: /metadata/labels, value: {team: apps}}
    target:
      kind: ImagePolicy
      annotationSelector: acme.example/automated!=never
`

const part = (kind, name, spec, annotations = '') => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ${kind}
metadata: {name: ${name}${annotations === '' ? '' : `, annotations: {${annotations}}`}}
spec: {${spec}}
`

const container = (host, name, tag) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: apps}
spec:
  template:
    spec:
      containers:
        - name: ${name}
          image: ${host}/acme/${name}:${tag} # {"$imagepolicy": "flux-system:${name}"}
`

const files = host => ({
  'clusters/prod/kustomization.yaml': kustomization,
  'clusters/prod/prod-policy.yaml': part(
    'ImagePolicy',
    'all',
    "filterTags: {pattern: '^prod-[a-f0-9]+-(?P<ts>[0-9]+)$', extract: $ts}, policy: {numerical: {order: asc}}",
  ),
  'clusters/prod/semver-policy.yaml': part('ImagePolicy', 'all', "policy: {semver: {range: '>=1.0.0'}}"),
  'clusters/prod/interval.yaml': part('ImageRepository', 'all', 'interval: 5m'),
  'clusters/prod/automation.yaml': part(
    'ImageUpdateAutomation',
    'all',
    `interval: 30m, sourceRef: {kind: GitRepository, name: flux-system}, git: {checkout: {ref: {branch: main}}, commit: {author: {email: flux@acme.example}}}, policySelector: {matchLabels: {team: apps}}, update: {path: ./apps, strategy: Setters}`,
  ),
  'apps/web/image-repository.yaml': part('ImageRepository', 'web', `image: '${host}/acme/web'`),
  'apps/web/image-policy.yaml': part('ImagePolicy', 'web', 'imageRepositoryRef: {name: web}'),
  'apps/web/deployment.yaml': container(host, 'web', 'prod-4f2e1a-1700'),
  'apps/api/image-repository.yaml': part('ImageRepository', 'api', `image: '${host}/acme/api'`),
  'apps/api/image-policy.yaml': part(
    'ImagePolicy',
    'api-release',
    'imageRepositoryRef: {name: api}',
    'acme.example/prod-automated: disabled, acme.example/tags: semver',
  ),
  'apps/api/deployment.yaml': container(host, 'api', '2.0.0').replace(':api"', ':api-release"'),
})

let editor
before(async () => {
  editor = await startEditor({
    files,
    images: {
      'acme/web': ['prod-abc123-1600', 'prod-4f2e1a-1700', 'pr-9-1800', '1.0.0'],
      'acme/api': ['1.0.0', '2.0.0', 'prod-abc123-1900'],
    },
  })
})
after(() => editor.close())

/** There is nothing to see before the hover that would tell that the server has answered: it may take its time. */
const hovered = (workbench, ...expected) =>
  workbench.hover(...expected).catch(() => workbench.hover(...expected))

const severities = ['error', 'warning', 'info', 'hint']
const squiggles = async workbench =>
  Promise.all(severities.map(one => workbench.editor.locator(`.squiggly-${one}`).count()))

test('nothing is wrong, and a marker leads to the resource and to the patches that make it what it is', async () => {
  const workbench = await editor.open('apps/web/deployment.yaml')
  const text = await hovered(workbench, 'web', 'is the latest')
  await workbench.screenshot('layout-hover')
  assert.match(text, /prod-4f2e1a-1700 is the latest/)
  assert.match(text, /apps\/web\/image-policy\.yaml/)
  assert.match(text, /its namespace flux-system from namespace of clusters\/prod\/kustomization\.yaml/)
  assert.match(
    text,
    /patch clusters\/prod\/prod-policy\.yaml of clusters\/prod\/kustomization\.yaml, chosen by .*annotationSelector acme\.example\/prod-automated!=disabled/,
  )
  assert.doesNotMatch(text, /semver-policy/)
  assert.deepEqual(await squiggles(workbench), [0, 0, 0, 0])

  await workbench.goTo(9, 80)
  await workbench.press('F12')
  const found = workbench.page.locator('.reference-zone-widget .monaco-list-row')
  await found.filter({ hasText: 'image-policy.yaml' }).first().waitFor()
  await found.filter({ hasText: 'prod-policy.yaml' }).first().waitFor()
  await workbench.screenshot('layout-definition')
})

test('a policy of four lines tells where each part comes from, and what it selects', async () => {
  const workbench = await editor.open('apps/api/image-policy.yaml')
  const text = await hovered(workbench, 'api-release', 'Latest')
  await workbench.screenshot('layout-policy')
  assert.match(
    text,
    /flux-system:api-release[\s\S]*semver-policy\.yaml[\s\S]*==disabled,acme\.example\/tags==semver/,
  )
  assert.match(text, /acme\/api:2\.0\.0/)
  assert.deepEqual(await squiggles(workbench), [0, 0, 0, 0])
})

test('a file that the kustomization misses is reported at its line, and fixed', async () => {
  const workbench = await editor.open('clusters/prod/kustomization.yaml')
  // Nothing to see proves nothing yet: what comes to be seen does, and then what goes.
  await workbench.goTo(8, 23)
  await workbench.press('Delete')
  await workbench.squiggle('warning')
  assert.deepEqual(await squiggles(workbench), [0, 1, 0, 0])
  await workbench.hover('imae-policy', 'There is no apps/api/')
  await workbench.screenshot('layout-missing')
  await workbench.quickFix('Change to ../../apps/api/image-policy.yaml')
  await workbench.shows('../../apps/api/image-policy.yaml')
  await workbench.noSquiggle('warning')
  assert.deepEqual(await squiggles(workbench), [0, 0, 0, 0])
  await workbench.screenshot('layout-mended')
})
