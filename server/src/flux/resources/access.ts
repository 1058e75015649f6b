import { metadataMap } from '../../kustomize/values/resource.ts'
import { field, type Node } from '../../text/node.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { Placed } from './resource-index.ts'
import type { ImageRepository } from './resources.ts'

/**
 * Why a policy of a namespace may not read a repository (docs/flux.md §2.5): `closed`, no other namespace may;
 * `mismatch`, no selector takes that namespace's labels. Undefined where it may, or where that depends on labels that
 * no file tells.
 */
export function accessFault(
  snapshot: Snapshot,
  { resource, namespace: own }: Placed<ImageRepository>,
  namespace: string,
): 'closed' | 'mismatch' | undefined {
  if (own === namespace || own === undefined) return undefined
  const accessFrom = field(resource.node, 'spec', 'accessFrom')
  if (accessFrom === undefined) return 'closed'
  if (accessFrom.kind !== 'mapping') return undefined
  const selectors = field(accessFrom, 'namespaceSelectors')
  if (selectors !== undefined && selectors.kind !== 'sequence') return undefined
  const known = snapshot.unanswered.recall(namespaceLabels).get(namespace) ?? []
  const items = selectors?.items ?? []
  return items.some(item => mayTake(item, namespace, known)) ? undefined : 'mismatch'
}

/** Whether a selector takes a namespace in one of its forms, or may take it by labels that no file tells. */
function mayTake(selector: Node, namespace: string, forms: readonly ReadonlyMap<string, string>[]): boolean {
  const labels = field(selector, 'matchLabels')
  if (selector.kind !== 'mapping' || (labels !== undefined && labels.kind !== 'mapping')) return true
  return (labels?.entries ?? []).every(({ key, value }) => {
    if (key.kind !== 'scalar' || value?.kind !== 'scalar' || value.text.includes('${')) return true
    if (key.text === 'kubernetes.io/metadata.name') return value.text === namespace
    return forms.length === 0 || forms.some(form => form.get(key.text) === value.text)
  })
}

/** The labels of the workspace's Namespaces by name, each form that a cluster may receive. */
function namespaceLabels({
  effective,
}: Snapshot): ReadonlyMap<string, readonly ReadonlyMap<string, string>[]> {
  const roots = [...effective.roots.values(), ...effective.fluxRoots, ...effective.alone.values()]
  const found = new Map<string, ReadonlyMap<string, string>[]>()
  for (const { resources } of roots) {
    for (const { apiVersion, kind, name, body } of resources) {
      if (apiVersion !== 'v1' || kind !== 'Namespace') continue
      const forms = found.get(name) ?? []
      forms.push(metadataMap(body, 'labels'))
      found.set(name, forms)
    }
  }
  return found
}
