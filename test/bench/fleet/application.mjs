/** An application of the fleet: its base, its overlay for each environment, and the components that overlays use. */

const header = '# Managed by GitOps; do not edit with kubectl.\n'

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

function deployment(app, pick) {
  const variables = Array.from(
    { length: pick.between(4, 24) },
    (_, index) => `            - name: SETTING_${index}\n              value: "${pick.between(1, 99999)}"\n`,
  )
  return `${header}${object('apps/v1', 'Deployment', app.name)}spec:
  replicas: 1
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ${app.name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${app.name}
      annotations:
        prometheus.io/scrape: "true" # scraped by the platform
    spec:
      serviceAccountName: ${app.name}
      securityContext: {runAsNonRoot: true, runAsUser: 10001}
      containers:
        - name: app
          image: registry.example.com/acme/${app.name}:0.0.0
          args: ["--listen=:8080", "--log-level=info"]
          ports:
            - name: http
              containerPort: 8080
${app.hasGenerator ? `          envFrom:\n            - configMapRef:\n                name: ${app.name}-config\n` : ''}          env:
${variables.join('')}          resources:
            requests:
              cpu: ${pick.between(50, 500)}m
              memory: ${pick.between(64, 1024)}Mi
          readinessProbe:
            httpGet: {path: /ready, port: http}
            periodSeconds: 10
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
`
}

function cronJob(app) {
  return `${object('batch/v1', 'CronJob', `${app.name}-cleanup`)}spec:
  schedule: "17 3 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: cleanup
              image: registry.example.com/acme/${app.name}:${app.tag} # {"$imagepolicy": "flux-system:${app.name}"}
              args: [cleanup]
`
}

function release(app, pick) {
  return `${object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', `${app.name}-cache`)}spec:
  interval: 15m
  chart:
    spec:
      chart: redis
      version: ${pick.between(17, 20)}.x
      sourceRef:
        kind: HelmRepository
        name: charts
        namespace: flux-system
  values:
    image:
      repository: registry.example.com/acme/${app.name}
      tag: ${app.tag} # {"$imagepolicy": "flux-system:${app.name}:tag"}
    replica:
      replicaCount: ${pick.between(1, 3)}
`
}

function externalSecret(app, environment, pick) {
  const keys = Array.from(
    { length: pick.between(1, 5) },
    (_, index) =>
      `    - secretKey: key-${index}\n      remoteRef:\n        key: ${environment}/${app.name}/key-${index}\n`,
  )
  return `${object('external-secrets.io/v1', 'ExternalSecret', app.name)}spec:
  refreshInterval: 1h
  secretStoreRef:
    kind: ClusterSecretStore
    name: vault
  target:
    name: ${app.name}
  data:
${keys.join('')}`
}

function replacement(app) {
  return `replacements:
  - source:
      kind: Service
      name: ${app.name}
      fieldPath: metadata.name
    targets:
      - select:
          kind: Deployment
        fieldPaths:
          - spec.template.metadata.annotations.acme\\.example\\.com/service
        options:
          create: true
`
}

function properties(pick) {
  return Array.from(
    { length: pick.between(10, 60) },
    (_, index) => `acme.setting.${index}=${pick.between(1, 1e6)}\n`,
  ).join('')
}

function object(apiVersion, kind, name) {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`
}

function list(items) {
  return items.map(item => `  - ${item}\n`).join('')
}
