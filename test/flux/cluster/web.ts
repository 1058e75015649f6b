import type { ClusterReading } from '../../../server/src/flux/cluster/cluster-reading.ts'
import type { ClusterRow } from '../../../server/src/flux/cluster/cluster-row.ts'
import { compareCluster } from '../../../server/src/flux/cluster/compare-cluster.ts'
import type { CommitHere } from '../../../server/src/flux/cluster/compared.ts'
import type { Snapshot } from '../../../server/src/flux/workspace/snapshot.ts'
import { fixture } from '../../fixture.ts'
import { before, held, noon, reading } from './reading.ts'

export const files = `
#- registry ghcr.io/a/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/a/web semver 1.x
#- automation apps:all ./apps
#- apps/web.yaml
image: ghcr.io/a/web:1.1.0 # {"$imagepolicy": "apps:web"}
`
/** The list of tags here is of 11:59. */
export function listedAt(snapshot: Snapshot, minutes = 1): Snapshot {
  const scans = new Map(
    [...snapshot.scans].map(([key, answer]) => [key, { ...answer, at: noon - minutes * 60_000 }]),
  )
  return Object.defineProperty(Object.create(snapshot), 'scans', { value: scans })
}

export const here: Snapshot = listedAt(fixture(files).snapshot)
export const policySpec: object = {
  imageRepositoryRef: { name: 'web' },
  policy: { semver: { range: '1.x' } },
}
export const latest = (tag: string, name = 'ghcr.io/a/web'): object => ({ latestRef: { name, tag } })
export const policy = (status: object, spec: object = policySpec): object =>
  held('ImagePolicy', 'web', { spec, status })
export const repositorySpec: object = {
  image: 'ghcr.io/a/web',
  interval: '5m',
  provider: 'generic',
  exclusionList: ['^.*\\.sig$'],
}
export const scanned = (minutes: number, tagCount = 2): object => ({
  canonicalImageName: 'ghcr.io/a/web',
  lastScanResult: { scanTime: before(minutes), tagCount },
})
export const repository = (status: object, spec: object = repositorySpec): object =>
  held('ImageRepository', 'web', { spec, status })
export const automationSpec: object = {
  interval: '10m',
  sourceRef: { kind: 'GitRepository', name: 'flux-system' },
  git: {
    checkout: { ref: { branch: 'main' } },
    commit: {
      author: { email: 'flux@acme.example' },
      messageTemplate: '{{range .Changed.Changes}}{{.OldValue}} -> {{.NewValue}}{{end}}',
    },
    push: { branch: 'image-updates' },
  },
  update: { path: './apps', strategy: 'Setters' },
}
export const automation = (status: object, spec: object = automationSpec): object =>
  held('ImageUpdateAutomation', 'all', { spec, status })

export function rows(
  there: ClusterReading,
  snapshot: Snapshot = here,
  commits: ReadonlyMap<string, CommitHere> = new Map(),
): readonly ClusterRow[] {
  return compareCluster({ snapshot, reading: there, now: noon, commits })
}

/** Verdict and reasons of one object. */
export function said(
  kind: string,
  objects: readonly object[],
  snapshot?: Snapshot,
  more?: Parameters<typeof reading>[1],
): string {
  const row = rows(reading(objects, more), snapshot).find(one => one.kind === kind)
  return row === undefined ? 'no row' : [row.verdict, ...row.why].join(' | ')
}
