/** Manifests of every shape that `onboard` is tried on. */

export const digest: string = `sha256:${'1'.repeat(64)}`

/** A cluster with one automation for `apps`, whose images are in `flux/images`, a file a name. */
export const cluster: Readonly<Record<string, string>> = {
  'flux/kustomization.yaml': 'resources:\n  - source.yaml\n  - automation.yaml\n  - images/web.yaml\n',
  'flux/source.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 1m
  ref:
    branch: main
  url: ssh://git@github.com/acme/fleet
  secretRef:
    name: flux-system
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 10m
  path: ./flux
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
`,
  'flux/automation.yaml': `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata:
  name: apps
  namespace: flux-system
spec:
  interval: 30m
  sourceRef:
    kind: GitRepository
    name: flux-system
  git:
    checkout:
      ref:
        branch: main
    commit:
      author:
        email: flux@acme.example
    push:
      branch: main
  update:
    path: ./apps
    strategy: Setters
`,
  'flux/images/web.yaml': `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: web
  namespace: flux-system
spec:
  image: ghcr.io/acme/web
  interval: 7m
  secretRef:
    name: ghcr
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: web
  namespace: flux-system
spec:
  imageRepositoryRef:
    name: web
  policy:
    semver:
      range: 1.x
`,
}

export const pod = (container: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  namespace: apps
spec:
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}}
    spec:
      containers:
        - name: app
${container}`

export const tags: Readonly<Record<string, readonly string[]>> = {
  'ghcr.io/acme/api': ['1.2.3', '1.2.4', '2.0.0', '1.2.3-alpine', '1.2.4-alpine'],
  'ghcr.io/acme/web': ['1.0.0', '1.1.0'],
  nginx: ['1.27.0-alpine', '1.27.0', '1.27.1-alpine'],
  'ghcr.io/acme/charts/api': ['1.2.3', '1.2.4'],
}

/** Shapes of manifests: the path of the file is `apps/FILE`; `line` is that of the tag. */
export const shapes: readonly {
  readonly what: string
  readonly file?: string
  readonly text: string
  /** Another file of the folder, which holds what a kustomization is for. */
  readonly beside?: string
  readonly image?: string
  readonly marked: string
  readonly next: string
}[] = [
  {
    what: 'a container',
    text: pod('          image: ghcr.io/acme/api:1.2.4\n'),
    marked: 'image: ghcr.io/acme/api:1.2.4 # {"$imagepolicy": "SETTER"}',
    next: 'image: ghcr.io/acme/api:1.2.9 #',
  },
  {
    what: 'a container with a comment',
    text: pod('          image: "ghcr.io/acme/api:1.2.4" # keep me\n'),
    marked: '          # keep me\n          image: "ghcr.io/acme/api:1.2.4" # {"$imagepolicy": "SETTER"}',
    next: '"ghcr.io/acme/api:1.2.9" #',
  },
  {
    what: 'an init container',
    text: pod(
      '          image: ghcr.io/acme/web:1.1.0 # {"$imagepolicy": "flux-system:web"}\n      initContainers:\n        - name: init\n          image: ghcr.io/acme/api:1.2.4\n',
    ),
    marked: 'image: ghcr.io/acme/api:1.2.4 # {"$imagepolicy": "SETTER"}',
    next: 'acme/api:1.2.9 #',
  },
  {
    what: 'a CronJob',
    text: 'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: job, namespace: apps}\nspec:\n  schedule: "@daily"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers:\n            - {name: job, image: \'ghcr.io/acme/api:1.2.4\'}\n',
    marked: 'image: \'ghcr.io/acme/api:1.2.4\' # {"$imagepolicy": "SETTER"}\n',
    next: "'ghcr.io/acme/api:1.2.9', #",
  },
  {
    what: 'a custom resource',
    text: 'apiVersion: acme.example/v1\nkind: Web\nmetadata: {name: web, namespace: apps}\nspec:\n  image: ghcr.io/acme/api:1.2.4\n',
    marked: 'acme/api:1.2.4 # {"$imagepolicy": "SETTER"}',
    next: 'acme/api:1.2.9 #',
  },
  {
    what: 'Helm values, one image',
    text: 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: apps}\nspec:\n  interval: 5m\n  chartRef: {kind: OCIRepository, name: web}\n  values:\n    image: ghcr.io/acme/api:1.2.4\n',
    marked: 'acme/api:1.2.4 # {"$imagepolicy": "SETTER"}',
    next: 'acme/api:1.2.9 #',
  },
  {
    what: 'Helm values, repository and tag',
    text: 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: apps}\nspec:\n  interval: 5m\n  chartRef: {kind: OCIRepository, name: web}\n  values:\n    image:\n      repository: ghcr.io/acme/api\n      tag: 1.2.4\n',
    marked: 'repository: ghcr.io/acme/api\n      tag: 1.2.4 # {"$imagepolicy": "SETTER:tag"}',
    next: 'tag: 1.2.9 #',
  },
  {
    what: 'Helm values, registry beside them',
    text: 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: apps}\nspec:\n  interval: 5m\n  chartRef: {kind: OCIRepository, name: web}\n  values:\n    image:\n      registry: ghcr.io\n      repository: acme/api\n      tag: "1.2.4"\n',
    marked: 'repository: acme/api\n      tag: "1.2.4" # {"$imagepolicy": "SETTER:tag"}',
    next: 'tag: "1.2.9" #',
  },
  {
    what: 'a kustomization',
    file: 'kustomization.yaml',
    text: 'resources: [web.yaml]\nimages:\n  - name: ghcr.io/acme/api\n    newTag: 1.2.4\n',
    beside: pod('          image: ghcr.io/acme/api\n'),
    marked: 'newTag: 1.2.4 # {"$imagepolicy": "SETTER:tag"}',
    next: 'newTag: 1.2.9 #',
  },
  {
    what: 'a kustomization with a digest',
    file: 'kustomization.yaml',
    text: `resources: [web.yaml]\nimages:\n  - name: web\n    newName: ghcr.io/acme/api\n    newTag: 1.2.4\n    digest: ${digest}\n`,
    beside: pod('          image: web\n'),
    marked: `digest: ${digest} # {"$imagepolicy": "SETTER:digest"}`,
    next: 'newTag: 1.2.9 #',
  },
  {
    what: 'an OCIRepository',
    text: 'apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: api, namespace: apps}\nspec:\n  interval: 5m\n  url: oci://ghcr.io/acme/charts/api\n  ref:\n    tag: 1.2.4\n',
    image: 'ghcr.io/acme/charts/api',
    marked: 'tag: 1.2.4 # {"$imagepolicy": "SETTER:tag"}',
    next: 'tag: 1.2.9 #',
  },
  {
    what: 'the chart of an OCI HelmRepository',
    text: 'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: charts, namespace: apps}\nspec:\n  type: oci\n  url: oci://ghcr.io/acme/charts\n---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: api, namespace: apps}\nspec:\n  interval: 5m\n  chart:\n    spec:\n      chart: api\n      version: 1.2.4\n      sourceRef: {kind: HelmRepository, name: charts}\n',
    image: 'ghcr.io/acme/charts/api',
    marked: 'version: 1.2.4 # {"$imagepolicy": "SETTER:tag"}',
    next: 'version: 1.2.9 #',
  },
  {
    what: 'an image with its digest',
    text: pod(`          image: ghcr.io/acme/api:1.2.4@${digest}\n`),
    marked: `image: ghcr.io/acme/api:1.2.4@${digest} # {"$imagepolicy": "SETTER"}`,
    next: 'image: ghcr.io/acme/api:1.2.9@sha256',
  },
  {
    what: 'a HelmChart of an OCI HelmRepository',
    text: 'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmChart\nmetadata: {name: api, namespace: apps}\nspec:\n  interval: 5m\n  chart: api\n  version: 1.2.4\n  sourceRef: {kind: HelmRepository, name: charts}\n',
    image: 'ghcr.io/acme/charts/api',
    marked: 'version: 1.2.4 # {"$imagepolicy": "SETTER:tag"}',
    next: 'version: 1.2.9 #',
  },
  {
    what: 'JSON in a YAML file',
    text: '{\n  "apiVersion": "acme.example/v1",\n  "kind": "Web",\n  "metadata": {"name": "web", "namespace": "apps"},\n  "spec": {\n    "image": "ghcr.io/acme/api:1.2.4",\n    "replicas": 2\n  }\n}\n',
    marked: '"image": "ghcr.io/acme/api:1.2.4", # {"$imagepolicy": "SETTER"}',
    next: '"ghcr.io/acme/api:1.2.9"',
  },
  {
    what: 'an anchor',
    text: 'apiVersion: acme.example/v1\nkind: Web\nmetadata: {name: web, namespace: apps}\nspec:\n  image: &image ghcr.io/acme/api:1.2.4\n  sidecar: *image\n',
    marked: 'image: &image ghcr.io/acme/api:1.2.4 # {"$imagepolicy": "SETTER"}',
    next: 'acme/api:1.2.9 #',
  },
  {
    what: 'the second of several documents',
    text: `---\n# The first.\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app, namespace: apps}\n---\n${pod('          image: ghcr.io/acme/api:1.2.4\n')}---\n`,
    marked: 'acme/api:1.2.4 # {"$imagepolicy": "SETTER"}',
    next: 'acme/api:1.2.9 #',
  },
  {
    what: 'lines that end in CRLF',
    text: pod('          image: ghcr.io/acme/api:1.2.4\n').replaceAll('\n', '\r\n'),
    marked: 'acme/api:1.2.4 # {"$imagepolicy": "SETTER"}\r\n',
    next: 'acme/api:1.2.9 #',
  },
  {
    what: 'a last line that does not end',
    text: pod('          image: ghcr.io/acme/api:1.2.4'),
    marked: 'acme/api:1.2.4 # {"$imagepolicy": "SETTER"}',
    next: 'acme/api:1.2.9 #',
  },
  {
    what: 'the images of a Flux Kustomization',
    text: 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: tenant, namespace: flux-system}\nspec:\n  interval: 10m\n  path: ./tenant\n  prune: true\n  sourceRef: {kind: GitRepository, name: flux-system}\n  images:\n    - name: web\n      newName: ghcr.io/acme/api\n      newTag: 1.2.4\n',
    marked: 'newTag: 1.2.4 # {"$imagepolicy": "SETTER:tag"}',
    next: 'newTag: 1.2.9 #',
  },
]
