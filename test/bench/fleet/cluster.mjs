/** What surrounds the applications of the fleet: environments, clusters, infrastructure, image automation, alerts. */

/** All overlays of one environment: the path of its cluster's Flux Kustomization. */
export function environmentFiles(environment, apps) {
  return {
    [`environments/${environment}/kustomization.yaml`]: `${kustomization}resources:
${list(['namespaces.yaml', ...apps.map(({ name }) => `../../apps/${name}/overlays/${environment}`)])}labels:
  - pairs:
      acme.example.com/cluster: ${environment}
`,
    [`environments/${environment}/namespaces.yaml`]: [...new Set(apps.map(({ team }) => team))]
      .map(team => object('v1', 'Namespace', team))
      .join('---\n'),
  }
}

export function clusterFiles(environment) {
  const at = file => `clusters/${environment}/${file}`
  return {
    [at('kustomization.yaml')]: `${kustomization}resources:
  - gotk-sync.yaml
  - apps.yaml
  - infrastructure.yaml
  - images.yaml
  - settings.yaml
`,
    [at('gotk-sync.yaml')]:
      `${object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'flux-system')}  namespace: flux-system
spec:
  interval: 1m
  ref:
    branch: main
  url: https://git.example.com/acme/fleet
---
${flux('flux-system', `./clusters/${environment}`)}`,
    [at('apps.yaml')]: `${flux('apps', `./environments/${environment}`)}  dependsOn:
    - name: infrastructure
  postBuild:
    substituteFrom:
      - kind: ConfigMap
        name: settings
`,
    [at('infrastructure.yaml')]: `${flux('infrastructure', `./infrastructure/${environment}`)}---
${flux('alerts', './alerts')}  dependsOn:
    - name: infrastructure
`,
    [at('images.yaml')]: flux('images', `./images/${environment}`),
    [at('settings.yaml')]: `${object('v1', 'ConfigMap', 'settings')}  namespace: flux-system
data:
  cluster: ${environment}
  region: ${environment.slice(-2)}-1
`,
  }
}

const charts = ['ingress-nginx', 'cert-manager', 'external-secrets', 'prometheus', 'loki', 'velero']

export function infrastructureFiles(environments, pick) {
  const files = {}
  for (const chart of charts) {
    files[`infrastructure/base/${chart}/kustomization.yaml`] = `${kustomization}namespace: ${chart}
resources:
  - namespace.yaml
  - release.yaml
`
    files[`infrastructure/base/${chart}/namespace.yaml`] = object('v1', 'Namespace', chart)
    files[`infrastructure/base/${chart}/release.yaml`] =
      `${object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', chart)}spec:
  interval: 30m
  chart:
    spec:
      chart: ${chart}
      version: ${pick.between(1, 60)}.x
      sourceRef:
        kind: HelmRepository
        name: charts
        namespace: flux-system
  values:
    replicaCount: 1
    resources:
      requests:
        cpu: 100m
`
  }
  files['infrastructure/base/tenants/kustomization.yaml'] = `${kustomization}resources:
  - quota.yaml
`
  files['infrastructure/base/tenants/quota.yaml'] =
    `${object('v1', 'ResourceQuota', 'tenant')}  namespace: default
spec:
  hard:
    pods: "100"
`
  for (const environment of environments) {
    files[`infrastructure/${environment}/kustomization.yaml`] = `${kustomization}resources:
${list([...charts, 'tenants'].map(chart => `../base/${chart}`))}  - charts.yaml
patches:
  - target:
      kind: HelmRelease
    patch: |
      - op: replace
        path: /spec/values/replicaCount
        value: ${environment.startsWith('prod') ? 3 : 1}
`
    files[`infrastructure/${environment}/charts.yaml`] =
      `${object('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'charts')}  namespace: flux-system
spec:
  interval: 1h
  url: https://charts.example.com
`
  }
  return files
}

/** Repositories and policies once, and for each environment what differs: ranges, and the automation. */
export function imageFiles(environments, apps, pick) {
  const files = {
    'images/base/kustomization.yaml': `${kustomization}namespace: flux-system
resources:
${list(apps.flatMap(({ name }) => [`repositories/${name}.yaml`, `policies/${name}.yaml`]))}`,
    'images/shared/kustomization.yaml': `${kustomization}resources:
  - ../base
labels:
  - pairs:
      acme.example.com/part-of: image-automation
`,
  }
  for (const { name, tag } of apps) {
    files[`images/base/repositories/${name}.yaml`] =
      `${object('image.toolkit.fluxcd.io/v1', 'ImageRepository', name)}spec:
  image: registry.example.com/acme/${name}
  interval: ${pick.between(5, 30)}m
  exclusionList:
    - "^.*\\\\.sig$"
`
    files[`images/base/policies/${name}.yaml`] =
      `${object('image.toolkit.fluxcd.io/v1', 'ImagePolicy', name)}spec:
  imageRepositoryRef:
    name: ${name}
  policy:
    semver:
      range: ${tag.split('.')[0]}.x
`
  }
  for (const environment of environments) {
    files[`images/${environment}/kustomization.yaml`] = `${kustomization}resources:
  - ../shared
  - automation.yaml
patches:
  - target:
      kind: ImageRepository
    patch: |
      - op: replace
        path: /spec/interval
        value: ${environment.startsWith('prod') ? 10 : 5}m
`
    files[`images/${environment}/automation.yaml`] =
      `${object('image.toolkit.fluxcd.io/v1', 'ImageUpdateAutomation', 'fleet')}  namespace: flux-system
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
        name: fluxcdbot
        email: fluxcdbot@example.com
      messageTemplate: |
        Update images of ${environment}
        {{ range .Changed.Changes }}{{ .OldValue }} -> {{ .NewValue }}
        {{ end }}
    push:
      branch: main
  update:
    path: ./apps
    strategy: Setters
`
  }
  return files
}

/** A manifest of a folder without a kustomization: an alert, or one of the dashboards that make up most of the bytes. */
export function alertFile(index, pick) {
  if (index % 8 === 0) return dashboardFile(index, pick)
  const rules = Array.from(
    { length: pick.between(1, 6) },
    (_, rule) => `        - alert: Alert${index}x${rule}
          expr: rate(errors_total{job="job-${index}"}[5m]) > 0.${pick.between(1, 9)}
          for: 10m
          labels: {severity: warning}
`,
  )
  return {
    [`alerts/alert-${index}.yaml`]: `${object('monitoring.coreos.com/v1', 'PrometheusRule', `alert-${index}`)}  namespace: monitoring
spec:
  groups:
    - name: group-${index}
      rules:
${rules.join('')}`,
  }
}

function dashboardFile(index, pick) {
  const panels = Array.from({ length: pick.between(40, 200) }, (_, panel) => ({
    title: `Panel ${panel}`,
    type: 'timeseries',
    gridPos: { h: 8, w: 12, x: 0, y: panel },
    targets: [
      { expr: `sum(rate(requests_total{job="job-${index}"}[5m])) by (code)`, legendFormat: '{{code}}' },
    ],
  }))
  const json = JSON.stringify({ title: `Dashboard ${index}`, panels }, null, 2).replaceAll('\n', '\n    ')
  return {
    [`alerts/dashboard-${index}.yaml`]: `${object('v1', 'ConfigMap', `dashboard-${index}`)}  namespace: monitoring
data:
  dashboard.json: |
    ${json}
`,
  }
}

const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'

function flux(name, path) {
  return `${object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', name)}  namespace: flux-system
spec:
  interval: 10m
  path: ${path}
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
`
}

function object(apiVersion, kind, name) {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`
}

function list(items) {
  return items.map(item => `  - ${item}\n`).join('')
}
