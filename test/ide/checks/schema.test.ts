import { describe, test } from 'node:test'
import { check } from '../../ide-check.ts'

/** A policy with everything that is required but what `spec` leaves out. */
const policy = (spec: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec:
${spec}`

const half = policy('  policy: {semver: {range: 1.x}}')

describe('what is missing', () => {
  test('is reported at the field that should hold it', () =>
    check(`
#- policy.yaml
${policy(`  policy:
    semver: {}
#   ^^^^^^ schema-required: spec.policy.semver.range is missing
  imageRepositoryRef:
# ^^^^^^^^^^^^^^^^^^ schema-required: spec.imageRepositoryRef has no value`)}`))

  test('is not asked of a patch', () =>
    check(`
#- kustomization.yaml
patches: [{path: patch.yaml}]
patchesStrategicMerge: [other.yaml]
#- patch.yaml
${half}
#- other.yaml
${half}`))

  test('may come from a kustomization that takes the file in and patches its kind', () =>
    check(`
#- base/kustomization.yaml
resources: [policy.yaml]
#- base/policy.yaml
${half}
#- overlay/kustomization.yaml
resources: [../base]
patches:
  - target: {kind: ImagePolicy}
    patch: |
      - {op: add, path: /spec/imageRepositoryRef, value: {name: web}}`))

  test('may come from a component', () =>
    check(`
#- kustomization.yaml
resources: [policy.yaml]
components: [component]
#- policy.yaml
${half}
#- component/kustomization.yaml
kind: Component
patchesStrategicMerge:
  - |
    apiVersion: image.toolkit.fluxcd.io/v1
    kind: ImagePolicy
    metadata: {name: web, namespace: apps}
    spec: {imageRepositoryRef: {name: web}}`))

  test('may come from a Flux Kustomization', () =>
    check(`
#- flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  path: ./apps
  sourceRef: {kind: GitRepository, name: flux-system}
  patches:
    - target: {name: w.*}
      patch: |
        - {op: add, path: /spec/imageRepositoryRef, value: {name: web}}
#- apps/policy.yaml
${half}`))

  test('is not asked where the kustomization does not build', () =>
    check(
      `
#- kustomization.yaml
resources: [policy.yaml, nowhere.yaml]
patches: [{patch: 'spec: {}'}]
#- policy.yaml
${half}`,
      'schema-required',
    ))

  const patched = (selector: string, annotations: string) =>
    `#- kustomization.yaml
resources: [../a.yaml, ../b.yaml]
patches:
  - path: all.yaml
    target: {kind: ImagePolicy, annotationSelector: ${selector}}
#- all.yaml
- op: add
  path: /spec/imageRepositoryRef
  value: {name: web}
#- ../a.yaml
${half.replace('metadata: {', `metadata: {annotations: {${annotations}}, `)}
#- ../b.yaml
${half.replace('name: web', 'name: api')}`
      .replaceAll('../', '')
      .replaceAll('#- all', '#- ./all')
      .replaceAll('./', '')

  test('may come from a kustomization that has a problem only for others than Flux', () =>
    check(`
#- images/kustomization.yaml
resources: [../policy.yaml]
#- policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {policy: {semver: {range: 1.x}}}
# <---- schema-required: spec.imageRepositoryRef is missing: the API server rejects`))

  test('is reported once, where it would have to come from, of what several lack', () =>
    check(
      patched('"team == web"', '').replace(
        /(annotationSelector: .*\n)/,
        '$1#                                                   ^^^^^^^^^^^^^ schema-required: spec.imageRepositoryRef is missing in 2 objects of kind ImagePolicy (web, api), and the API server rejects them: this patch, which brings it, selects none of them.\n',
      ),
    ))

  test('is told in the one object that a patch passes over', () =>
    check(
      `${patched('"team == web"', 'team: web')}`.replace(
        /(name: api[\s\S]*?spec:\n)/,
        '$1# <---- schema-required: spec.imageRepositoryRef is missing: the API server rejects an ImagePolicy without it. The ImageRepository whose tags are selected from. kustomization.yaml has patches that bring it, and none of them selects this one.\n',
      ),
    ))

  test('is told for the one overlay that lacks it', () =>
    check(`
#- base/kustomization.yaml
resources: [policy.yaml]
#- base/policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {policy: {semver: {range: 1.x}}, filterTags: {}, imageRepositoryRef: {}}
#                                                      ^^^^^^^^^^^^^^^^^^ schema-required: spec.imageRepositoryRef.name is missing in what prod gives: the API server rejects
#- prod/kustomization.yaml
resources: [../base]
#- test/kustomization.yaml
resources: [../base]
patches:
  - target: {kind: ImagePolicy}
    patch: |
      - {op: add, path: /spec/imageRepositoryRef, value: {name: web}}`))

  test('does not come from a patch of another kind, nor from a kustomization elsewhere', () =>
    check(`
#- kustomization.yaml
resources: [web]
patches: [{target: {kind: Deployment}, patch: '- {op: add, path: /spec, value: {}}'}]
#- other/kustomization.yaml
resources: [policy.yaml]
patches: [{target: {kind: ImagePolicy}, patch: '- {op: add, path: /spec/imageRepositoryRef/name, value: x}'}]
#- other/policy.yaml
${half.replace('policy:', 'imageRepositoryRef: {}\n  policy:')}
#- web/kustomization.yaml
resources: [policy.yaml]
#- web/policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {policy: {semver: {range: 1.x}}, imageRepositoryRef: {}}
#                                      ^^^^^^^^^^^^^^^^^^ schema-required: spec.imageRepositoryRef.name is missing`))
})

describe('what is wrong', () => {
  test('is told in every document, and in a List', () =>
    check(`
#- all.yaml
${policy('  imageRepositoryRef: {name: web}\n  policy: {numerical: {order: ASC}}')}
#                             ^^^ schema-enum
---
apiVersion: v1
kind: List
items:
  - apiVersion: image.toolkit.fluxcd.io/v1
    kind: ImageRepository
    metadata: {name: web, namespace: apps}
    spec: {image: web, interval: 5m, suspend: "true"}
#                                             ^^^^^^ schema-type: spec.suspend must be true or false, and "true" is a string. Write true without quotes.`))

  test('is told in a patch too', () =>
    check(`
#- kustomization.yaml
patches: [{path: patch.yaml}]
#- patch.yaml
${policy('  filterTags: {patern: x}')}
#              ^^^^^^ schema-unknown-field: An ImagePolicy has no field spec.filterTags.patern: Flux cannot apply the object ("field not declared in schema"). Did you mean pattern?`))

  test('names the place where the field belongs', () =>
    check(`
#- policy.yaml
${policy(`  imageRepositoryRef: {name: web}
  semver: {range: 1.x}
# ^^^^^^ schema-unknown-field: An ImagePolicy has no field spec.semver: Flux cannot apply the object ("field not declared in schema"). It belongs at spec.policy.semver.
  policy: {}`)}`))

  test('names since when the field is there', () =>
    check(`
#- automation.yaml
apiVersion: image.toolkit.fluxcd.io/v1beta1
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ iua-api-version
kind: ImageUpdateAutomation
metadata: {name: web, namespace: apps}
spec:
  interval: 5m
  policySelector: {}
# ^^^^^^^^^^^^^^ schema-unknown-field: spec.policySelector came with v1beta2, and this is v1beta1
  sourceRef: {name: web}
  git: {commit: {author: {email: flux@acme.example}}}`))
})

describe('nothing is said', () => {
  test('of templates and variables', () =>
    check(`
#- policy.yaml
${policy(`  imageRepositoryRef: {name: web}
  interval: "\${INTERVAL}"
  digestReflectionPolicy: "\${DIGESTS:=Always}"
  filterTags: {{ .filter }}
  policy: {alphabetical: {order: "{{ .order }}"}}`)}
#- chart.yaml
{{- if .Values.policies }}
${half}
{{- end }}`))

  test('of merge keys, and words that YAML readers differ about', () =>
    check(`
#- repository.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec:
  <<: {}
  suspend: yes`))

  test('of another project’s kind of the same name', () =>
    check(`
#- policy.yaml
apiVersion: config.openshift.io/v1
kind: ImagePolicy
spec: {scopes: []}`))

  test('of null where a field may be absent', () =>
    check(`
#- policy.yaml
${policy('  imageRepositoryRef: {name: web}\n  policy: {semver: {range: 1.x}}\n  filterTags:\n  suspend: ~')}`))
})
