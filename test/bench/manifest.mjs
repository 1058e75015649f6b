/** A Deployment of 5,000 lines, one of which is marked; the sort of file in which slowness is felt. */
export function longDeployment(image = 'ghcr.io/acme/web:1.2.3') {
  const head = [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: web',
    '  namespace: apps',
    'spec:',
    '  selector:',
    '    matchLabels:',
    '      app: web',
    '  template:',
    '    metadata:',
    '      labels:',
    '        app: web',
    '    spec:',
    '      containers:',
    '        - name: web',
    `          image: ${image} # {"$imagepolicy": "flux-system:web"}`,
    '          env:',
  ]
  const env = Array.from({ length: (5000 - head.length) / 2 }, (_, i) => [
    `            - name: SETTING_${i}`,
    `              value: "value-${i}.apps.svc.cluster.local"`,
  ]).flat()
  return `${[...head, ...env].join('\n')}\n`
}

/** How `measureEditing` goes about it: a value in the middle of the file is typed at. */
export const longManifest = () => ({
  path: 'deployment.yaml',
  text: longDeployment(),
  typedAt: { line: 2501, character: 30 },
  hoverAt: imageAt,
})

/** The line (from 0) of the marked image, and the column of its value. */
export const imageAt = { line: 16, character: 22 }

/** The policy that the marker names. */
export const policies = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: web
  namespace: flux-system
spec:
  image: ghcr.io/acme/web
  interval: 5m
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
`
