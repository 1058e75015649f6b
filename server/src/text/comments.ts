import type { Comment, Node, NodeRole, PlacedComment } from './node.ts'
import type { Span } from './span.ts'

/**
 * The comments between the scalars of a document, with what each stands behind or above. Needs no well-formed
 * text: it looks for `#` in the gaps that the tree's scalars leave. `shift` is added to the offsets of the text to
 * give those of the file, which the tree has already.
 */
export function placeComments(
  text: string,
  [start, end]: Span,
  root: Node | undefined,
  shift = 0,
): readonly PlacedComment[] {
  if (!text.slice(start, end).includes('#')) return []
  const places = placesOf(root)
  const below = nextContent(text)
  const comments: PlacedComment[] = []
  let hash = next(text, start)
  const take = (from: number, to: number): void => {
    // Most gaps hold no `#`; looking for the next one from each of them would be quadratic.
    if (hash < from) hash = next(text, from)
    if (hash >= to) return
    for (let at = from; ; ) {
      const comment = commentIn(text, at, to)
      if (!comment) return
      at = comment.span[1]
      comments.push({ ...shifted(comment, shift), ...standing(text, comment.span[0], shift, places, below) })
    }
  }
  let at = start
  for (const place of places) {
    const { node } = place
    if (node.kind === 'mapping' || node.kind === 'sequence') continue
    const [from, to] = [node.span[0] - shift, node.span[1] - shift]
    take(at, from)
    if (node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded')) {
      const header = commentIn(text, from, lineEnd(text, from))
      if (header) comments.push({ ...shifted(header, shift), position: 'line', place })
    }
    at = Math.max(at, to)
  }
  take(at, end)
  return comments
}

/** Every place of a tree, parents first, in the order of the text. */
export function placesOf(root: Node | undefined): readonly NodeRole[] {
  const places: NodeRole[] = []
  const visit = (place: NodeRole): void => {
    places.push(place)
    const { node } = place
    if (node.kind === 'sequence') for (const item of node.items) visit({ as: 'item', node: item })
    if (node.kind !== 'mapping') return
    for (const entry of node.entries) {
      visit({ as: 'key', node: entry.key, entry })
      if (entry.value) visit({ as: 'value', node: entry.value, entry })
    }
  }
  if (root) visit({ as: 'root', node: root })
  return places
}

function shifted({ span, text }: Comment, shift: number): Comment {
  return { span: [span[0] + shift, span[1] + shift], text }
}

/** The first comment in a gap: `#` at the start of a line or behind white space, to the end of the line. */
function commentIn(text: string, from: number, to: number): Comment | undefined {
  for (let at = text.indexOf('#', from); at !== -1 && at < to; at = text.indexOf('#', at + 1)) {
    const before = text[at - 1]
    if (before === undefined || /[\s\uFEFF,[\]{}]/.test(before)) {
      const end = lineEnd(text, at)
      return { span: [at, end], text: text.slice(at, end) }
    }
  }
  return undefined
}

/** Where the next `#` is, or infinity. */
function next(text: string, from: number): number {
  const at = text.indexOf('#', from)
  return at === -1 ? Number.POSITIVE_INFINITY : at
}

function lineEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++
  return end
}

/** What a comment at an offset of the text stands behind on its line, or above where the line holds nothing else. */
function standing(
  text: string,
  at: number,
  shift: number,
  places: readonly NodeRole[],
  below: (at: number) => number,
): Pick<PlacedComment, 'position' | 'place'> {
  let lineStart = at
  while (lineStart > 0 && text[lineStart - 1] !== '\n' && text[lineStart - 1] !== '\r') lineStart--
  const before = text.slice(lineStart, at).trimEnd()
  const isInItem = /^\s*(?:- *)+$/.test(before)
  const position = before.trim() === '' || isInItem ? 'above' : 'line'
  const place =
    position === 'above'
      ? placeBelow(text, at, below(at), shift, isInItem, places)
      : placeBefore(text, lineStart + before.length, shift, places)
  return place ? { position, place } : { position }
}

/**
 * Where what stands below a comment begins, for the comments of a text in their order: many above one another are
 * passed over once.
 */
function nextContent(text: string): (at: number) => number {
  let end = 0
  const space = /\s*/y
  return at => {
    if (at < end) return end
    end = at
    while (text[end] === '#' || end === at) {
      space.lastIndex = lineEnd(text, end)
      space.exec(text)
      end = space.lastIndex
    }
    return end
  }
}

/** The key before a `:`, else the scalar or flow collection that ends there. */
function placeBefore(
  text: string,
  end: number,
  shift: number,
  places: readonly NodeRole[],
): NodeRole | undefined {
  let at = end
  while (text[at - 1] === ',' || text[at - 1] === ' ' || text[at - 1] === '\t') at--
  const isKey = text[at - 1] === ':'
  for (let i = firstBehind(places, at + shift) - 1; i >= 0; i--) {
    const place = places[i]
    if (place && isKey && place.as === 'key' && place.node.span[1] <= at + shift) return place
    if (place && !isKey && place.node.span[1] === at + shift && isClosed(place.node)) return place
  }
  return undefined
}

/** What stands below: the item behind a `-`, else the innermost node that begins there. */
function placeBelow(
  text: string,
  at: number,
  start: number,
  shift: number,
  isInItem: boolean,
  places: readonly NodeRole[],
): NodeRole | undefined {
  if (!isInItem && !/^-(?:\s|$)/.test(text.slice(start, start + 2))) {
    const place = places[firstBehind(places, start + shift) - 1]
    return place?.node.span[0] === start + shift ? place : undefined
  }
  const below = places[firstBehind(places, (isInItem ? at : start) + shift)]
  return below?.as === 'item' ? below : undefined
}

/** The index of the first place that begins behind an offset. Places stand in the order of their beginnings. */
function firstBehind(places: readonly NodeRole[], offset: number): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle]?.node.span[0] ?? 0) > offset) high = middle
    else low = middle + 1
  }
  return low
}

function isClosed(node: Node): boolean {
  return node.kind === 'scalar' || node.kind === 'alias' || node.flow
}
