// What the files of the generated monorepo say: written the same for the same random numbers.

let s = 12345 >>> 0
export const rnd = () => {
  s |= 0
  s = (s + 0x6d2b79f5) | 0
  let t = Math.imul(s ^ (s >>> 15), 1 | s)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
export const ri = (a, b) => a + Math.floor(rnd() * (b - a + 1))
export const pick = a => a[ri(0, a.length - 1)]
export const pad = (n, w = 3) => String(n).padStart(w, '0')
export const clusters = ['prod-eu', 'prod-us', 'prod-ap', 'stage-eu', 'stage-us', 'dev']
const hdr = '# Copyright Acme. Managed by GitOps; do not edit by kubectl.\n'
export const polDoc = p => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: ${p.name}
  namespace: ${p.ns}
spec:
  imageRepositoryRef:
    name: ${p.repo.name}
    namespace: ${p.repo.ns}
${
  p.kind === 0
    ? `  policy:
    semver:
      range: '${ri(0, 5)}.${ri(0, 9)}.x'`
    : p.kind === 1
      ? `  filterTags:
    pattern: '^main-[a-f0-9]+-(?P<ts>[0-9]+)$'
    extract: '$ts'
  policy:
    numerical:
      order: asc`
      : `  filterTags:
    pattern: '^(?P<v>v?[0-9]+\\.[0-9]+\\.[0-9]+)-alpine$'
    extract: '$v'
  policy:
    alphabetical:
      order: desc`
}
`
export const repDoc = r => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: ${r.name}
  namespace: ${r.ns}
spec:
  image: ${r.image}
  interval: ${ri(1, 30)}m0s
  provider: generic
  secretRef:
    name: regcred
  exclusionList:
    - "^.*\\\\.sig$"
`
export const autoDoc = i => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata:
  name: auto-${pad(i, 2)}
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
        email: fluxcdbot@users.noreply.github.com
        name: fluxcdbot
      messageTemplate: |
        Automated image update

        Automation name: {{ .AutomationObject }}

        Files:
        {{ range $filename, $_ := .Changed.FileChanges -}}
        - {{ $filename }}
        {{ end -}}
    push:
      branch: main
  update:
    path: ./clusters/${clusters[i % clusters.length]}
    strategy: Setters
`
const img = (p, mk) => {
  const t =
    p.kind === 0
      ? `${ri(0, 5)}.${ri(0, 9)}.${ri(0, 40)}`
      : p.kind === 1
        ? `main-${ri(1e6, 9e6).toString(16)}-${1700000000 + ri(0, 9e7)}`
        : `v${ri(0, 3)}.${ri(0, 9)}.${ri(0, 9)}-alpine`
  return `${p.repo.image}:${t}${mk ? ` # {"$imagepolicy": "${p.ns}:${p.name}"}` : ''}`
}
const env = (n, ind) =>
  Array.from(
    { length: n },
    (_, k) =>
      `${ind}- name: ${pick(['DATABASE', 'CACHE', 'QUEUE', 'FEATURE', 'TRACE', 'HTTP'])}_${pick(['URL', 'HOST', 'PORT', 'TOKEN', 'ENABLED'])}_${k}\n${ind}  value: "${ri(1, 99999)}-${pick(['a', 'b', 'c'])}.svc.cluster.local"\n`,
  ).join('')
export const deploy = (name, ns, p, mk, sz) => `${hdr}apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${ns}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: ${ns}
spec:
  replicas: ${ri(1, 9)}
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
      annotations:
        prometheus.io/scrape: "true" # scraped by the platform
    spec:
      serviceAccountName: ${name}
      securityContext: {runAsNonRoot: true, runAsUser: 10001}
      containers:
        - name: ${name}
          image: ${img(p, mk)}
          imagePullPolicy: IfNotPresent
          args: ["--listen=:8080", "--log-level=info"]
          ports:
            - name: http
              containerPort: 8080
              protocol: TCP
          env:
${env(sz, '            ')}          resources:
            requests:
              cpu: ${ri(50, 500)}m
              memory: ${ri(64, 1024)}Mi
            limits:
              memory: ${ri(1024, 4096)}Mi
          readinessProbe:
            httpGet: {path: /ready, port: http}
            periodSeconds: 10
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${ns}
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
`
export const helm = (name, ns, p, mk, sz) => {
  const m = img(p, false)
  const i = m.lastIndexOf(':')
  return `${hdr}apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ${name}
  namespace: ${ns}
spec:
  interval: 15m
  chart:
    spec:
      chart: generic-app
      version: ">=${ri(1, 4)}.0.0"
      sourceRef:
        kind: HelmRepository
        name: acme
        namespace: flux-system
  values:
    image:
      repository: ${m.slice(0, i)}${mk ? ` # {"$imagepolicy": "${p.ns}:${p.name}:name"}` : ''}
      tag: ${m.slice(i + 1)}${mk ? ` # {"$imagepolicy": "${p.ns}:${p.name}:tag"}` : ''}
    ingress:
      enabled: true
      hosts:
        - host: ${name}.example.com
          paths: [/]
    config: |
      server:
        port: 8080
        # not a yaml comment: inside a block scalar
      log: info
    env:
${env(sz, '      ')}`
}
export const kust = (name, n) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${name}
resources:
${Array.from({ length: n }, (_, i) => `  - svc-${pad(i)}.yaml\n`).join('')}commonLabels:
  team: ${name}
`
export const fluxk = (name, c) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
spec:
  interval: 10m
  path: ./clusters/${c}/${name}
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
  dependsOn:
    - name: infra
`
export const cm = (name, ns, sz) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: ${ns}
data:
${Array.from({ length: sz }, (_, i) => `  key-${i}.properties: |\n    a=${ri(1, 1e6)}\n    b=${ri(1, 1e6)} # nothing\n    url=https://${ri(1, 1e6)}.example.com/path\n`).join('')}`
