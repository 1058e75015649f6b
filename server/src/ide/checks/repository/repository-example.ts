/** An ImageRepository in fixture form: `spec` is what stands below it, already indented. */
export function repositoryExample(spec: string): string {
  return `#- repository.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: web
  namespace: apps
spec:
${spec}`
}
