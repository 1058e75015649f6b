import type { Comment, Node, Place, PlacedComment } from './node.ts'

/** Every place of a tree, parents first, in the order of the text. */
export function placesOf(root: Node | undefined): readonly Place[] {
  const places: Place[] = []
  const visit = (place: Place): void => {
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

/**
 * The comments between the scalars of a text, with what each stands behind or above.
 * Needs no well-formed document: it looks for `#` in the gaps that the tree's scalars leave.
 */
export function placeComments(
  text: string,
  start: number,
  end: number,
  places: readonly Place[],
): readonly PlacedComment[] {
  const comments: PlacedComment[] = []
  let at = start
  for (const place of places) {
    const { node } = place
    if (node.kind === 'mapping' || node.kind === 'sequence') continue
    commentsIn(text, at, node.span[0], comments, places)
    if (node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded')) {
      const headerEnd = lineEnd(text, node.span[0])
      const found = commentAt(text, node.span[0], headerEnd)
      if (found) comments.push({ ...found, position: 'line', place })
    }
    at = Math.max(at, node.span[1])
  }
  commentsIn(text, at, end, comments, places)
  return comments
}

function commentsIn(
  text: string,
  from: number,
  to: number,
  into: PlacedComment[],
  places: readonly Place[],
): void {
  let at = from
  for (;;) {
    const comment = commentAt(text, at, to)
    if (!comment) return
    at = comment.span[1]
    into.push({ ...comment, ...position(text, comment.span[0], places) })
  }
}

/** The first comment in a gap: `#` at the start of a line or behind white space, to the end of the line. */
function commentAt(text: string, from: number, to: number): Comment | undefined {
  for (let at = text.indexOf('#', from); at !== -1 && at < to; at = text.indexOf('#', at + 1)) {
    const before = text[at - 1]
    if (before === undefined || /[\s\uFEFF]/.test(before)) {
      const end = lineEnd(text, at)
      return { span: [at, end], text: text.slice(at, end) }
    }
  }
  return undefined
}

function lineEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++
  return end
}

function position(
  text: string,
  at: number,
  places: readonly Place[],
): Pick<PlacedComment, 'position' | 'place'> {
  const lineStart = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1
  const before = text.slice(lineStart, at).trimEnd()
  const dashes = /^\s*(?:- *)+$/.test(before)
  if (before.trim() === '' || dashes) return found('above', placeAfter(text, at, dashes, places))
  let end = lineStart + before.length
  while (text[end - 1] === ',' || text[end - 1] === ' ' || text[end - 1] === '\t') end--
  if (text[end - 1] === ':') {
    const key = places.findLast(place => place.as === 'key' && place.node.span[1] <= end)
    return found('line', key)
  }
  return found(
    'line',
    places.findLast(place => place.node.span[1] === end && isClosed(place.node)),
  )
}

function found(
  position: 'line' | 'above',
  place: Place | undefined,
): Pick<PlacedComment, 'position' | 'place'> {
  return place ? { position, place } : { position }
}

/** What stands below a comment: the item behind a `-`, else the innermost node that begins there. */
function placeAfter(text: string, at: number, isItem: boolean, places: readonly Place[]): Place | undefined {
  const next = /(?:\s|#[^\r\n]*)*/y
  next.lastIndex = at
  next.exec(text)
  const start = next.lastIndex
  if (isItem || /^-\s/.test(text.slice(start, start + 2))) {
    return places.find(place => place.as === 'item' && place.node.span[0] > (isItem ? at : start))
  }
  return places.findLast(place => place.node.span[0] === start)
}

function isClosed(node: Node): boolean {
  return node.kind === 'scalar' || node.kind === 'alias' || node.flow
}
