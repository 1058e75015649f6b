import { placesOf } from '../../text/comments.ts'
import type { Node, NodeRole, PlacedComment, Scalar, YamlDocument } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { type Marker, parseMarker } from './marker.ts'
import type { Setter } from './setter.ts'

/** Why Flux does not read a well-written marker: where it stands (docs/flux.md §4.5, rows 10 to 17). */
export type StrayMarkerCode =
  | 'marker-above-mapping'
  | 'marker-below'
  | 'marker-on-collection'
  | 'marker-on-alias'
  | 'marker-on-empty'
  | 'marker-head-shadowed'
  | 'marker-duplicate-key'

/** A comment that is a marker to the letter, in a place where Flux looks for none. */
export interface StrayMarker {
  readonly code: StrayMarkerCode
  /** The comment. */
  readonly comment: PlacedComment
  readonly setter: Setter
  /** What it seems to be meant for: a scalar, or a collection that holds it. */
  readonly target?: NodeRole
  /** It may be no more than an example in a comment. */
  readonly isDoubtful: boolean
}

/** The strays of a document, in the order of the text. Lines commented out, and markers among prose, are none. */
export function strayMarkers(
  { root, comments }: YamlDocument,
  markers: readonly Marker[],
): readonly StrayMarker[] {
  if (!comments.some(({ text }) => text.includes('imagepolicy'))) return []
  const read = new Set(markers.map(({ span }) => span[0]))
  const places = placesOf(root)
  const strays: StrayMarker[] = []
  for (const [index, comment] of comments.entries()) {
    if (read.has(comment.span[0]) || !comment.text.includes('imagepolicy')) continue
    const setter = parseMarker(comment.text)?.setter
    if (setter === undefined) continue
    const found =
      comment.position === 'line' ? behind(comment) : onItsOwnLine(comments, index, setter, places)
    if (found) strays.push({ isDoubtful: false, ...found, comment, setter })
  }
  return strays
}

type Found = Pick<StrayMarker, 'code' | 'target'> & { readonly isDoubtful?: boolean }

function behind({ place }: PlacedComment): Found {
  if (place === undefined) return { code: 'marker-on-collection' }
  const { node } = place
  if (place.as === 'key') {
    const value = entryValue(place)
    if (value === undefined || isEmpty(value.node)) return { code: 'marker-on-empty', target: place }
    if (value.node.kind === 'alias') return { code: 'marker-on-alias', target: value }
    return {
      code: value.node.kind === 'scalar' ? 'marker-above-mapping' : 'marker-on-collection',
      target: value,
    }
  }
  if (node.kind === 'alias') return { code: 'marker-on-alias', target: place }
  if (node.kind !== 'scalar') return { code: 'marker-on-collection', target: place }
  return { code: 'marker-duplicate-key', target: place }
}

function onItsOwnLine(
  comments: readonly PlacedComment[],
  index: number,
  setter: Setter,
  places: readonly NodeRole[],
): Found | undefined {
  const comment = comments[index]
  if (comment === undefined) return undefined
  const { place } = comment
  if (place?.as === 'item' && place.node.kind === 'scalar')
    return { code: 'marker-head-shadowed', target: place, isDoubtful: hasSameMarker(place.node, setter) }
  const below = place && entryValue(place)
  const above = scalarBefore(comment.span, places)
  const [scoreBelow, scoreAbove] = [score(below, setter), score(above, setter)]
  const block = neighbours(comments, index)
  if (block.after !== undefined && isCommentedOut(block.after)) return undefined
  const isLast = block.after === undefined
  const isAlone = isLast && block.before === undefined
  if (above && scoreAbove > scoreBelow && !(place === undefined && scoreAbove === 0))
    return { code: 'marker-below', target: above, isDoubtful: !isAlone }
  if (below)
    return {
      code: 'marker-above-mapping',
      target: below,
      isDoubtful: !isAlone && !(isLast && scoreBelow > 0),
    }
  return { code: 'marker-below', ...(above ? { target: above } : {}), isDoubtful: true }
}

/** The value of an entry whose key begins where a comment points to; any other place is its own. */
function entryValue(place: NodeRole): NodeRole | undefined {
  if (place.as !== 'key') return place
  const { entry } = place
  return entry.value && { as: 'value', node: entry.value, entry }
}

/** The scalar value that ends last before a comment. */
function scalarBefore([at]: Span, places: readonly NodeRole[]): NodeRole | undefined {
  return places.findLast(
    ({ as, node }) => as !== 'key' && node.kind === 'scalar' && node.span[1] <= at && !isEmpty(node),
  )
}

/** How much a value looks like what a marker is for: 2 for the right kind of key or image, 1 for a name that fits. */
function score(place: NodeRole | undefined, { part }: Setter): number {
  if (place === undefined) return -1
  const { node } = place
  if (node.kind === 'scalar' && node.lineComment && parseMarker(node.lineComment.text)) return -1
  if (node.kind === 'sequence' || node.kind === 'alias') return 0
  const key = place.as === 'value' && place.entry.key.kind === 'scalar' ? place.entry.key.text : ''
  const fits = part === 'image' ? /image$/i : part === 'name' ? /name$|repository$|image$/i : partKey[part]
  if (node.kind === 'mapping') return /image$/i.test(key) ? 1 : 0
  if (fits.test(key)) return 2
  return part === 'image' && /^[^\s/:]+(?:[/:][^\s/:]+)+$/.test(node.text) ? 1 : 0
}

const partKey: Readonly<Record<'tag' | 'digest', RegExp>> = { tag: /tag$|version$/i, digest: /digest$/i }

/** The comment lines directly around one, that are no markers themselves. */
function neighbours(
  comments: readonly PlacedComment[],
  index: number,
): { readonly before?: PlacedComment; readonly after?: PlacedComment } {
  const [before, here, after] = [comments[index - 1], comments[index], comments[index + 1]]
  const isProse = (other: PlacedComment | undefined): other is PlacedComment =>
    other?.position === 'above' && parseMarker(other.text) === undefined && other.place === here?.place
  return { ...(isProse(before) ? { before } : {}), ...(isProse(after) ? { after } : {}) }
}

/** A comment that holds YAML: `# image: x`, `# - x`. */
function isCommentedOut({ text }: PlacedComment): boolean {
  return /^#+\s*(?:- |[\w.$/-]+:(?:\s|$))/.test(text)
}

function hasSameMarker({ lineComment }: Scalar, { policy, part }: Setter): boolean {
  const other = lineComment && parseMarker(lineComment.text)?.setter
  return (
    other?.policy.name === policy.name && other.policy.namespace === policy.namespace && other.part === part
  )
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.span[0] === node.span[1]
}
