import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonOf } from '../../server/src/kustomize/values/json-of.ts'
import { describeTransformation } from '../../server/src/kustomize/values/transformation.ts'
import { valueAt } from '../../server/src/kustomize/values/value.ts'
import { evaluate, policy } from './workspace.ts'

/** A Flux Kustomization of the repository itself. */
function kustomization(name: string, spec: string, source = 'flux-system'): string {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
spec:
  interval: 10m
  prune: true
  sourceRef: {kind: GitRepository, name: ${source}}
${spec.replace(/^(?=.)/gm, '  ')}`
}

const bootstrap = `
#- clusters/prod/flux-system/kustomization.yaml
resources: [gotk-sync.yaml]
#- clusters/prod/flux-system/gotk-sync.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 1m, url: 'ssh://git@example.com/acme/fleet.git'}
---
${kustomization('flux-system', 'path: ./clusters/prod\n')}
`

test('a path without a kustomization gets one of all manifests below it', () => {
  const { all, flux, object } = evaluate(`${bootstrap}
#- clusters/prod/apps.yaml
${kustomization('apps', 'path: ./apps\ntargetNamespace: apps\n')}
#- apps/web/policy.yaml
${policy('web', 'spec: {imageRepositoryRef: {name: web}}\n')}
#- apps/team/kustomization.yaml
namePrefix: team-
resources: [policy.yaml]
#- apps/team/policy.yaml
${policy('own', 'spec: {imageRepositoryRef: {name: own}}\n')}
#- apps/team/unused.yaml
${policy('unused')}
`)
  assert.deepEqual(
    all.fluxRoots.map(root => [root.name, root.problems.length, root.resources.length]),
    [
      ['flux:flux-system/flux-system', 0, 3],
      ['flux:flux-system/apps', 0, 2],
    ],
  )
  const apps = flux('flux:flux-system/apps')
  assert.deepEqual(
    apps.resources.map(one => [one.namespace, one.name]),
    [
      ['apps', 'team-own'],
      ['apps', 'web'],
    ],
  )
  const namespace = valueAt(object(apps, 'ImagePolicy', 'web').body, 'metadata', 'namespace')
  assert.equal(namespace?.source.change?.by, 'targetNamespace')
  assert.equal(namespace?.source.file, 'clusters/prod/apps.yaml')
  assert.deepEqual([...all.alone.keys()], ['apps/team/unused.yaml'])
})

test('the spec adds to the kustomization of its path, or takes the place of it', () => {
  const { flux, object, show } = evaluate(`${bootstrap}
#- clusters/prod/apps.yaml
${kustomization(
  'apps',
  `path: apps
targetNamespace: prod
namePrefix: p-
nameSuffix: -s
components: [../part]
commonMetadata:
  labels: {owner: core}
  annotations: {note: "1"}
patches:
- patch: |
    apiVersion: image.toolkit.fluxcd.io/v1
    kind: ImagePolicy
    metadata: {name: any}
    spec: {interval: 5m}
  target: {kind: ImagePolicy, labelSelector: tier=front}
`,
)}
#- apps/kustomization.yaml
namespace: dev
namePrefix: d-
resources: [policy.yaml]
#- apps/policy.yaml
${policy('web', '  labels: {tier: front}\nspec: {imageRepositoryRef: {name: web}}\n')}
#- part/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
commonAnnotations: {part: "yes"}
`)
  const web = object(flux('flux:flux-system/apps'), 'ImagePolicy', 'p-web-s')
  assert.deepEqual(jsonOf(web.body), {
    apiVersion: 'image.toolkit.fluxcd.io/v1',
    kind: 'ImagePolicy',
    metadata: {
      name: 'p-web-s',
      namespace: 'prod',
      labels: { tier: 'front', owner: 'core' },
      annotations: { part: 'yes', note: '1' },
    },
    spec: { imageRepositoryRef: { name: 'web' }, interval: '5m' },
  })
  const interval = valueAt(web.body, 'spec', 'interval')
  assert.equal(
    interval && show({ file: interval.source.file, span: interval.span }),
    'clusters/prod/apps.yaml: 5m',
  )
  assert.equal(
    interval?.source.change && describeTransformation(interval.source.change),
    'an inline patch of clusters/prod/apps.yaml, chosen by kind ImagePolicy, labelSelector tier=front',
  )
})

test('variables come from ConfigMaps beside the cluster, and from the spec over them', () => {
  const cluster = (name: string) => `
#- clusters/${name}/vars.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: vars, namespace: flux-system}
data: {registry: ${name}.example.com, range: '>=1.0.0'}
#- clusters/${name}/apps.yaml
${kustomization(
  `apps-${name}`,
  `path: ./apps
postBuild:
  substitute: {range: 2.x}
  substituteFrom:
  - {kind: ConfigMap, name: vars}
  - {kind: ConfigMap, name: maybe, optional: true}
`,
)}`
  const { flux, object } = evaluate(`${cluster('eu')}${cluster('us')}
#- apps/web.yaml
${policy('web', "spec: {policy: {semver: {range: '${range}'}}, filterTags: {extract: $ts, pattern: '${none:=x}$$'}}\n")}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web}
spec: {image: '\${registry}/web'}
---
${policy('off', '  annotations: {kustomize.toolkit.fluxcd.io/substitute: disabled}\nspec: {a: "${range}"}\n')}
`)
  const eu = flux('flux:flux-system/apps-eu')
  assert.deepEqual(eu.problems, [])
  assert.deepEqual(jsonOf(valueAt(object(eu, 'ImagePolicy', 'web').body, 'spec') as never), {
    policy: { semver: { range: '2.x' } },
    filterTags: { extract: '$ts', pattern: 'x$' },
  })
  const image = valueAt(object(eu, 'ImageRepository', 'web').body, 'spec', 'image')
  assert.equal(image?.kind === 'scalar' && image.text, 'eu.example.com/web')
  assert.equal(image?.source.change?.by, 'postBuild')
  assert.equal(image?.was?.kind === 'scalar' && image.was.text, '${registry}/web')
  assert.deepEqual(jsonOf(valueAt(object(eu, 'ImagePolicy', 'off').body, 'spec') as never), { a: '${range}' })
  const us = flux('flux:flux-system/apps-us')
  assert.deepEqual(jsonOf(valueAt(object(us, 'ImageRepository', 'web').body, 'spec') as never), {
    image: 'us.example.com/web',
  })
})

test('what a value makes of the text is what counts, as in the cluster', () => {
  const substitute = (value: string, text: string) => {
    const { flux, object } = evaluate(`
#- apps.yaml
${kustomization('apps', `path: ./apps\npostBuild: {substitute: {v: ${JSON.stringify(value)}}}\n`)}
#- apps/web.yaml
${policy('web', `spec: {v: ${text}}\n`)}
`)
    const root = flux('flux:flux-system/apps')
    const v = valueAt(object(root, 'ImagePolicy', 'web').body, 'spec', 'v')
    return root.problems.length > 0 ? 'fails' : v && jsonOf(v)
  }
  assert.equal(substitute('1.10', "'${v}'"), 1.1)
  assert.equal(substitute('yes', "'${v}'"), true)
  assert.equal(substitute('yes', '"x${v}"'), 'xyes')
  assert.equal(substitute('>=1.0.0', "'${v}'"), 'fails')
  assert.equal(substitute('>=1.0.0', "' ${v}'"), ' >=1.0.0')
  assert.equal(substitute('a: b', "'${v}'"), 'fails')
  assert.equal(substitute('x', "'a ${'"), 'fails')
})

test('a variable whose value is not in these files makes what names it uncertain, not empty', () => {
  const { flux, object } = evaluate(`
#- apps.yaml
${kustomization('apps', 'path: ./apps\npostBuild: {substitute: {a: "1"}, substituteFrom: [{kind: Secret, name: s}]}\n')}
#- apps/web.yaml
${policy('web', "spec: {known: 'x${a}', secret: '${token}'}\n")}
---
${policy('other', 'spec: {}\n')}
`)
  const root = flux('flux:flux-system/apps')
  assert.deepEqual(
    root.unknowns.map(one => one.code),
    ['variables'],
  )
  const web = object(root, 'ImagePolicy', 'web')
  assert.deepEqual(jsonOf(valueAt(web.body, 'spec') as never), { known: 'x1', secret: '${token}' })
  assert.deepEqual(
    web.doubts.map(one => one.code),
    ['substitution'],
  )
  assert.deepEqual(object(root, 'ImagePolicy', 'other').doubts, [])
})

test('a Kustomization of another repository is unknown', () => {
  const { flux } = evaluate(`${bootstrap}
#- clusters/prod/other.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: other, namespace: flux-system}
spec: {url: 'https://example.com/acme/other'}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: mirror, namespace: flux-system}
spec: {url: 'https://example.com/acme/fleet'}
---
${kustomization('theirs', 'path: ./clusters\n', 'other')}
---
${kustomization('ours', 'path: ./apps\n', 'mirror')}
#- apps/web.yaml
${policy('web')}
`)
  assert.deepEqual(
    flux('flux:flux-system/theirs').unknowns.map(one => one.code),
    ['other-repository'],
  )
  assert.equal(flux('flux:flux-system/ours').resources.length, 1)
})

test('a path that is not there, and a part of a Kustomization that is a patch', () => {
  const { all, flux } = evaluate(`${bootstrap}
#- clusters/prod/gone.yaml
${kustomization('gone', 'path: ./nowhere\n')}
#- patches/timeout.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec: {timeout: 2m}
`)
  assert.deepEqual(
    flux('flux:flux-system/gone').problems.map(one => one.message),
    ['kustomization path not found: nowhere'],
  )
  assert.equal(all.fluxRoots.length, 2)
})

test('the root of an artifact says nothing of which source holds the repository', () => {
  const { flux } = evaluate(`
#- clusters/prod/shop.yaml
${kustomization('shop', 'path: ./\n', 'shop').replace('kind: GitRepository', 'kind: OCIRepository')}
---
${kustomization('apps', 'path: ./apps\n')}
#- apps/web.yaml
${policy('web')}
`)
  const shop = flux('flux:flux-system/shop')
  assert.deepEqual([shop.unknowns.map(one => one.code), shop.problems], [['other-repository'], []])
  assert.equal(flux('flux:flux-system/apps').resources.length, 1)
})

test('a path with a variable that is not known leads nowhere, and is not missing', () => {
  const { flux } = evaluate(`
#- apps/flux.yaml
${kustomization('apps', "path: './apps/${env}/web'\n", 'services')}
---
${kustomization('others', "path: './${env}'\n", 'services')}
#- apps/prod/web/web.yaml
${policy('web')}
`)
  const of = (name: string) => flux(`flux:flux-system/${name}`)
  const codes = ['apps', 'others'].flatMap(name => of(name).unknowns.map(({ code }) => code))
  assert.deepEqual(codes, ['variables', 'other-repository'])
  assert.deepEqual(of('apps').problems, [])
})

test('variables are filled in in objects of every kind', () => {
  const { flux } = evaluate(`${bootstrap}
#- clusters/prod/apps.yaml
${kustomization('apps', 'path: ./apps\npostBuild: {substitute: {tag: 1.2.3}}\n')}
#- apps/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: apps}
spec: {image: 'ghcr.io/acme/web:\${tag}'}
`)
  const [web] = flux('flux:flux-system/apps').resources
  assert.deepEqual(web && jsonOf(valueAt(web.body, 'spec') as never), { image: 'ghcr.io/acme/web:1.2.3' })
})
