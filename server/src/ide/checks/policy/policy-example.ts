/** An ImagePolicy with its ImageRepository, in fixture form: `spec` is what stands below `imageRepositoryRef`. */
export function policyExample(spec: string, tags?: string): string {
  const registry = tags === undefined ? '' : `#- registry ghcr.io/acme/web: ${tags}\n`
  return `${registry}#- repository.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
#- policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: web
  namespace: apps
spec:
  imageRepositoryRef:
    name: web
${spec}`
}
