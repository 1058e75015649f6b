import { field, type Mapping, type Node, type Scalar } from '../../text/node.ts'
import type { Facts } from '../workspace/facts.ts'
import type { Marker } from './marker.ts'

/** A file that is one List, and the markers in its items. */
export interface ExplodedList {
  readonly root: Mapping
  readonly kind: Scalar
  readonly items: Node
  readonly markers: readonly Marker[]
}

/**
 * The List that a file is, where it has markers: Flux writes its items to new files and leaves it as it is
 * (docs/flux.md §4.4).
 */
export function explodedList({
  documents,
  markers,
  problem,
}: Pick<Facts, 'documents' | 'markers' | 'problem'>): ExplodedList | undefined {
  if (markers.length === 0 || problem) return undefined
  const [document, another] = documents
  const root = document?.root
  const kind = field(root, 'kind')
  if (another || root?.kind !== 'mapping' || kind?.kind !== 'scalar') return undefined
  const items = field(root, 'items')
  if (!['List', 'ResourceList'].includes(kind.text) || items?.kind !== 'sequence') return undefined
  const inItems = markers.filter(
    ({ span }) => items.span[0] <= span[0] && span[0] <= (document?.span[1] ?? 0),
  )
  return inItems.length === 0 ? undefined : { root, kind, items, markers: inItems }
}
