/** The manifests that an application of the fleet is made of. */

const header = '# Managed by GitOps; do not edit with kubectl.\n'

export function deployment(app, pick) {
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

export function cronJob(app) {
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

export function release(app, pick) {
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

export function externalSecret(app, environment, pick) {
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

export function replacement(app) {
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

export function properties(pick) {
  return Array.from(
    { length: pick.between(10, 60) },
    (_, index) => `acme.setting.${index}=${pick.between(1, 1e6)}\n`,
  ).join('')
}

export function object(apiVersion, kind, name) {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`
}

export function list(items) {
  return items.map(item => `  - ${item}\n`).join('')
}
