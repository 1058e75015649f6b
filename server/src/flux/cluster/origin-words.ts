import { visible } from '../../text/foreign.ts'
import type { ClusterObject } from './cluster-reading.ts'
import { jsonText } from './json-at.ts'

/** What brought an object into a cluster, by its labels and owners, as a clause; undefined where nothing tells. */
export function originWords({ labels, owners }: ClusterObject): string | undefined {
  for (const { kind, name, namespace } of makers) {
    const it = jsonText(labels, name)
    if (it !== undefined)
      return `${kind} ${visible(jsonText(labels, namespace) ?? '?')}:${visible(it)} brings it`
  }
  const [owner] = owners
  const [kind, name] = [jsonText(owner, 'kind'), jsonText(owner, 'name')]
  if (kind !== undefined && name !== undefined) return `${visible(kind)} ${visible(name)} owns it`
  const manager = jsonText(labels, 'app.kubernetes.io/managed-by')
  return manager === undefined ? undefined : `${visible(manager)} manages it`
}

/** The labels with which those that apply objects mark them, the nearest maker first. */
const makers = [
  {
    kind: 'ResourceSet',
    name: 'resourceset.fluxcd.controlplane.io/name',
    namespace: 'resourceset.fluxcd.controlplane.io/namespace',
  },
  { kind: 'HelmRelease', name: 'helm.toolkit.fluxcd.io/name', namespace: 'helm.toolkit.fluxcd.io/namespace' },
  {
    kind: 'Kustomization',
    name: 'kustomize.toolkit.fluxcd.io/name',
    namespace: 'kustomize.toolkit.fluxcd.io/namespace',
  },
] as const
