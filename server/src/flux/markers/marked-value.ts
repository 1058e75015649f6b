import type { Entry, Node, YamlDocument } from '../../text/node.ts'
import type { Marker } from './marker.ts'
import type { Setter } from './setter.ts'

/** A marker that names a policy, with the entry that its value is in. */
export interface MarkedValue {
  readonly marker: Marker
  readonly setter: Setter
  /** The key of the value, or empty for an item of a list. */
  readonly key: string
  /** All entries of the mapping that the value is in; none for an item of a list. */
  readonly siblings: readonly Entry[]
}

/** The markers of a file that name a policy, in order. */
export function markedValuesOf(
  documents: readonly YamlDocument[],
  markers: readonly Marker[],
): readonly MarkedValue[] {
  if (markers.length === 0) return []
  const places = new Map<number, { readonly key: string; readonly siblings: readonly Entry[] }>()
  const visit = (node: Node | undefined): void => {
    if (node?.kind === 'sequence') for (const item of node.items) visit(item)
    if (node?.kind !== 'mapping') return
    for (const { key, value } of node.entries) {
      if (value?.kind !== 'scalar') visit(value)
      else if (value.lineComment)
        places.set(value.span[0], { key: key.kind === 'scalar' ? key.text : '', siblings: node.entries })
    }
  }
  for (const { root } of documents) visit(root)
  return markers.flatMap(marker => {
    const { setter, value } = marker
    const place = places.get(value.scalar.span[0]) ?? { key: '', siblings: [] }
    return setter ? [{ marker, setter, ...place }] : []
  })
}
