import { describe, test } from 'node:test'
import { check } from '../ide-check.ts'

/** Layouts that people use and that work: nothing may be said of them but what is marked. */

const images = (name: string, namespace: string, rule = 'semver: {range: 1.x}', rest = '') =>
  `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: '${name}', namespace: ${namespace}}
spec: {image: 'ghcr.io/acme/${name}', interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: '${name}', namespace: ${namespace}}
spec:
  imageRepositoryRef: {name: '${name}'}
  policy: {${rule}}
${rest}`

const automation = (path: string, source = 'flux-system') => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: flux-system}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: ${source}}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: flux@acme.example}}}
  update: {path: ${path}}
`

const gitRepository = (name: string, url: string) => `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: ${name}, namespace: flux-system}
spec: {interval: 1m, url: '${url}', ref: {branch: main}, secretRef: {name: git}}
`

const marked = (ref: string, value = 'ghcr.io/acme/web:1.0.0') =>
  `image: ${value} # {"$imagepolicy": "${ref}"}\n`

describe('nothing is said', () => {
  test('of an automation that updates the repository of an application', () =>
    check(`#- clusters/prod/flux-system/gotk-sync.yaml
${gitRepository('flux-system', 'ssh://git@github.com/acme/fleet')}
#- clusters/prod/web.yaml
${gitRepository('web', 'https://github.com/acme/web.git')}---
${images('web', 'flux-system')}---
${automation('./deploy', 'web')}`))

  test('of the same repository under another address', () =>
    check(`#- clusters/prod/flux-system/gotk-sync.yaml
${gitRepository('flux-system', 'ssh://git@github.com/acme/fleet')}
#- clusters/prod/web.yaml
${gitRepository('fleet', 'https://github.com/acme/fleet.git')}---
${images('web', 'flux-system')}---
${automation('./apps', 'fleet')}
#- apps/web.yaml
${marked('flux-system:web')}`))

  test('of automations that begin from different branches', () =>
    check(`#- flux.yaml
${images('web', 'flux-system')}---
${automation('./apps')}---
${automation('./apps').replace('name: all', 'name: staging').replace('branch: main', 'branch: staging')}
#- apps/web.yaml
${marked('flux-system:web')}`))

  test('of a pattern for the beginning of a tag', () =>
    check(`#- registry ghcr.io/acme/web: main-20240101 main-20240102-1 dev-1
#- flux.yaml
${images('web', 'flux-system', 'alphabetical: {order: asc}', "  filterTags: {pattern: '^main-'}")}`))

  for (const [what, rule, rest] of [
    ['that all are numbers', 'numerical: {order: asc}', ''],
    [
      'of digits alone',
      'alphabetical: {order: asc}',
      "  filterTags: {pattern: '^(?P<day>20[0-9]{6})$', extract: $day}",
    ],
  ] as const) {
    test(`of a number without quotes where the tags are such ${what}`, () =>
      check(`#- flux.yaml
${images('web', 'flux-system', rule, rest)}
#- values.yaml
tag: 20240101 # {"$imagepolicy": "flux-system:web:tag"}`))
  }

  test('of names that each cluster’s Kustomization fills in', () =>
    check(`#- templates/images.yaml
${images('${app}', 'flux-system')}
#- clusters/x/apps.yaml
${['web', 'api']
  .map(
    app => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${app}-images, namespace: flux-system}
spec:
  interval: 10m
  prune: true
  path: ./templates
  sourceRef: {kind: GitRepository, name: flux-system}
  postBuild: {substitute: {app: ${app}}}
`,
  )
  .join('---\n')}
#- apps/web.yaml
${marked('flux-system:web')}
#- apps/api.yaml
${marked('flux-system:api', 'ghcr.io/acme/api:1.0.0')}`))
})

describe('what a file may make is not called missing', () => {
  const other = `#- other.yaml\n${images('shop', 'apps')}\n`
  const unknown = (path: string) => `image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#                                                 ^^^^^^^^ marker-policy-not-found: Whether ImagePolicy apps:web exists is not known: ${path} is a template of ImagePolicies.`

  test('by a chart', () =>
    check(`${other}#- chart/templates/images.yaml
{{- if .Values.images }}
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: {{ .Release.Name }}
{{- end }}
#- web.yaml
${unknown('chart/templates/images.yaml')}`))

  test('by a ResourceSet', () =>
    check(`${other}#- set.yaml
apiVersion: fluxcd.controlplane.io/v1
kind: ResourceSet
metadata: {name: apps, namespace: apps}
spec:
  resources:
    - apiVersion: image.toolkit.fluxcd.io/v1
      kind: ImagePolicy
      metadata: {name: << inputs.app >>, namespace: apps}
#- web.yaml
${unknown('set.yaml')}`))

  test('but a message template is no template of policies', () =>
    check(`#- all.yaml
${images('shop', 'apps')}---
${automation('./').replace('commit: {', "commit: {messageTemplate: '{{.AutomationObject}}', ")}
#- web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#                                                 ^^^^^^^^ marker-policy-not-found: No ImagePolicy apps:web in this workspace`))
})
