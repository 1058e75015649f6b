/** Manifests, as many as one likes. */
const api = 'image.toolkit.fluxcd.io/v1'
export const repeat = (size: number, line: (index: number) => string): string =>
  Array.from({ length: size }, (_, index) => line(index)).join('')

export const repositoryOf = (name: string): string =>
  `---\napiVersion: ${api}\nkind: ImageRepository\nmetadata: {name: ${name}, namespace: apps}\nspec: {image: ghcr.io/acme/${name}, interval: 5m}\n`
export const policyOf = (name: string, more = "semver: {range: '*'}"): string =>
  `---\napiVersion: ${api}\nkind: ImagePolicy\nmetadata: {name: ${name}, namespace: apps}\nspec: {imageRepositoryRef: {name: web}, policy: {${more}}}\n`
export const markerOf = (name: string): string =>
  `image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:${name}"}\n`
export const automationOf = (name: string, template = '{{.AutomationObject}}'): string =>
  `---\napiVersion: ${api}\nkind: ImageUpdateAutomation\nmetadata: {name: ${name}, namespace: apps}\nspec:\n  interval: 10m\n  sourceRef: {kind: GitRepository, name: flux-system}\n  git:\n    commit:\n      author: {email: a@b.example}\n      messageTemplate: "${template}"\n  update: {path: ./clusters}\n`
export const mapOf = (index: number): string =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${index}, namespace: apps}\ndata: {a: b}\n`
export const fluxKustomizationOf = (name: string, path: string): string =>
  `---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec: {path: ${path}, prune: true, interval: 5m, sourceRef: {kind: GitRepository, name: flux-system}}\n`
