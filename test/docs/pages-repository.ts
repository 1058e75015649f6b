/** Files for a repository in which the command lines of the pages find what they name. */

const images = (name: string, namespace: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${name}, namespace: ${namespace}}
spec: {image: ghcr.io/acme/${name}, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  imageRepositoryRef:
    name: ${name}
  policy:
    semver:
      range: '>=1.0.0'
`

const automation = (
  name: string,
  path: string,
  namespace = 'flux-system',
) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: fleet}
  git:
    checkout: {ref: {branch: main}}
    push: {branch: bumps-of-${name}}
    commit: {author: {email: flux@example.com}, messageTemplate: 'Update ${name}'}
  update: {path: ${path}, strategy: Setters}
`

/** A marker on line 12, an image without one on line 17. */
const web = (policy: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: apps
spec:
  template:
    spec:
      containers:
        - name: web
          # what Flux updates
          image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "${policy}"}
          ports:
            - containerPort: 80
        - name: proxy
          # what it does not
          image: ghcr.io/acme/proxy:1.0.0
`

const pageTags: Readonly<Record<string, readonly string[]>> = {
  'ghcr.io/shop/web': ['1.0.0', '1.1.0'],
  'ghcr.io/shop/api': ['1.0.0', '1.2.0'],
  'ghcr.io/acme/web': ['1.0.0', '1.2.3', '1.3.0'],
  'ghcr.io/acme/proxy': ['1.0.0', '1.1.0', '1.2.0'],
  'ghcr.io/fluxcd/flux-cli': ['v2.7.0', 'v2.8.0'],
  'ghcr.io/stefanprodan/podinfo': ['6.9.0', '6.10.0'],
}

/** By path; what `test/cli/shop.ts` makes is there besides. */
export const pageFiles: Readonly<Record<string, string>> = {
  'web.yaml': web('apps:web'),
  'apps/web.yaml': web('flux-system:web'),
  'apps/job.yaml':
    'kind: Job\nspec: {template: {spec: {containers: [{name: web, image: "ghcr.io/acme/web:1.0.0"}]}}}\n',
  'clusters/prod/kustomization.yaml': 'resources: [policies.yaml]\n',
  'clusters/prod/policies.yaml': images('web', 'flux-system'),
  'flux/apps.yaml': images('web', 'apps'),
  'flux/automations.yaml': [
    automation('apps', './apps'),
    automation('main', './clusters'),
    automation('site', './', 'apps'),
  ].join('---\n'),
  'tags.json': JSON.stringify(pageTags),
}
