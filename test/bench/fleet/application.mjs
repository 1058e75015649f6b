/** An application of the fleet: its base, its overlay for each environment, and the components that overlays use. */
import {
  cronJob,
  deployment,
  externalSecret,
  list,
  object,
  properties,
  release,
  replacement,
} from './manifests.mjs'

export function baseFiles(app, pick) {
  const at = file => `apps/${app.name}/base/${file}`
  const more = [...(app.hasCronJob ? ['cronjob.yaml'] : []), ...(app.hasHelmRelease ? ['release.yaml'] : [])]
  const resources = [
    'deployment.yaml',
    'service.yaml',
    'serviceaccount.yaml',
    'hpa.yaml',
    'ingress.yaml',
    'networkpolicy.yaml',
    ...more,
  ]
  return {
    [at('kustomization.yaml')]: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${list(resources)}labels:
  - pairs:
      app.kubernetes.io/name: ${app.name}
      app.kubernetes.io/part-of: ${app.team}
    includeSelectors: ${app.hasReplacement}
${app.hasGenerator ? `configMapGenerator:\n  - name: ${app.name}-config\n    files:\n      - app.properties\n    literals:\n      - LOG_LEVEL=info\n` : ''}${app.hasReplacement ? replacement(app) : ''}`,
    ...(app.hasGenerator ? { [at('app.properties')]: properties(pick) } : {}),
    [at('deployment.yaml')]: deployment(app, pick),
    [at('service.yaml')]: `${object('v1', 'Service', app.name)}spec:
  selector:
    app.kubernetes.io/name: ${app.name}
  ports:
    - name: http
      port: 80
      targetPort: http
`,
    [at('serviceaccount.yaml')]: object('v1', 'ServiceAccount', app.name),
    [at('hpa.yaml')]: `${object('autoscaling/v2', 'HorizontalPodAutoscaler', app.name)}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${app.name}
  minReplicas: 2
  maxReplicas: ${pick.between(3, 12)}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: {type: Utilization, averageUtilization: ${pick.between(50, 90)}}
`,
    [at('ingress.yaml')]: `${object('networking.k8s.io/v1', 'Ingress', app.name)}spec:
  ingressClassName: nginx
  rules:
    - host: ${app.name}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${app.name}
                port: {name: http}
`,
    [at('networkpolicy.yaml')]: `${object('networking.k8s.io/v1', 'NetworkPolicy', app.name)}spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: ${app.name}
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: ingress-nginx
`,
    ...(app.hasCronJob ? { [at('cronjob.yaml')]: cronJob(app) } : {}),
    ...(app.hasHelmRelease ? { [at('release.yaml')]: release(app, pick) } : {}),
  }
}

export function overlayFiles(app, environment, components, pick) {
  const at = file => `apps/${app.name}/overlays/${environment}/${file}`
  const isProd = environment.startsWith('prod')
  const first = pick.between(0, components - 1)
  const used = pick.percent(60) ? [first, ...(pick.percent(30) ? [(first + 5) % components] : [])] : []
  const resources = [
    '../../base',
    ...(pick.percent(55) ? ['externalsecret.yaml'] : []),
    ...(isProd ? ['pdb.yaml'] : []),
  ]
  const marker = part => `# {"$imagepolicy": "flux-system:${app.name}${part}"}`
  const images = `images:
  - name: registry.example.com/acme/${app.name}
    newName: registry.example.com/acme/${app.name} ${marker(':name')}
    newTag: ${app.tag} ${marker(':tag')}
`
  return {
    [at('kustomization.yaml')]: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${app.team}
resources:
${list(resources)}${used.length ? `components:\n${list(used.map(index => `../../../../components/c-${index}`))}` : ''}labels:
  - pairs:
      environment: ${environment}
commonAnnotations:
  acme.example.com/owner: ${app.team}@example.com
replicas:
  - name: ${app.name}
    count: ${isProd ? pick.between(3, 9) : 1}
${app.isImageInPatch ? '' : images}patches:
  - path: deployment-patch.yaml
  - target:
      kind: Ingress
    patch: |
      - op: replace
        path: /spec/rules/0/host
        value: ${app.name}.${environment}.example.com
${app.hasGenerator ? `configMapGenerator:\n  - name: ${app.name}-config\n    behavior: merge\n    literals:\n      - ENVIRONMENT=${environment}\n      - LOG_LEVEL=${isProd ? 'warn' : 'debug'}\n` : ''}`,
    [at('deployment-patch.yaml')]: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${app.name}
spec:
  template:
    spec:
      containers:
        - name: app
${app.isImageInPatch ? `          image: registry.example.com/acme/${app.name}:${app.tag} ${marker('')}\n` : ''}          env:
            - name: REGION
              value: ${environment}
            - name: DATABASE_URL
              value: postgres://db.${environment}.svc/${app.name}
          resources:
            limits:
              memory: ${pick.between(1, 8) * 256}Mi
`,
    ...(resources.includes('externalsecret.yaml')
      ? { [at('externalsecret.yaml')]: externalSecret(app, environment, pick) }
      : {}),
    ...(isProd
      ? {
          [at('pdb.yaml')]: `${object('policy/v1', 'PodDisruptionBudget', app.name)}spec:
  minAvailable: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: ${app.name}
`,
        }
      : {}),
  }
}

export function componentFiles(index) {
  const at = file => `components/c-${index}/${file}`
  return {
    [at('kustomization.yaml')]: `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - path: patch.yaml
    target:
      kind: Deployment
`,
    [at('patch.yaml')]: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: any
  annotations:
    acme.example.com/feature-${index}: enabled
spec:
  template:
    metadata:
      annotations:
        acme.example.com/feature-${index}: enabled
    spec:
      priorityClassName: class-${index}
`,
  }
}
