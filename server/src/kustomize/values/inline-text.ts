import type { Span } from '../../text/span.ts'
import type { ScalarValue } from './value.ts'
import type { PlaceSpan } from './value-of-node.ts'

/** A scalar as a file has it: where it stands, quotes or header included, and its text. */
type Written = Pick<ScalarValue, 'span' | 'text'>

/**
 * Where the parts of a scalar's text stand in its file, for a text that is YAML itself, such as an inline patch.
 * Exact as `exactPlace` is; else every part is the scalar. `trimmed` is how many characters were cut off in front.
 * `file` is the text of the file; undefined: not at hand.
 */
export function placeInScalar(scalar: Written, trimmed: number, file: string | undefined): PlaceSpan {
  return (file === undefined ? undefined : exactPlace(scalar, trimmed, file)) ?? (() => scalar.span)
}

/** The same for block scalars kept as they are (`|`) and for one line, in whichever quotes; undefined for others. */
export function exactPlace(scalar: Written, trimmed: number, file: string): PlaceSpan | undefined {
  const offsets = offsetsOf(file.slice(scalar.span[0], scalar.span[1]), scalar)
  if (offsets === undefined) return undefined
  const place = (offset: number) => offsets(Math.min(offset + trimmed, scalar.text.length))
  return ([start, end]: Span): Span => [place(start), place(end)]
}

function offsetsOf(raw: string, { span, text }: Written): ((offset: number) => number) | undefined {
  const start = span[0]
  if (raw === text) return offset => start + offset
  if (raw.slice(1, -1) === text) return offset => start + 1 + offset
  if (/^["']/.test(raw)) {
    const places = escapedPlaces(raw, text)
    return places && (offset => start + (places[offset] ?? 0))
  }
  if (!raw.startsWith('|')) return undefined
  // Of each line of the text: where it begins in the text, and where in the file.
  const lines: { readonly inText: number; readonly inFile: number }[] = []
  const rawLines = linesOf(raw).slice(1)
  let inText = 0
  for (const [index, line] of text.split('\n').entries()) {
    const written = rawLines[index]
    if (written === undefined) break
    const indent = written.text.length - line.length
    if (indent < 0 || written.text.slice(indent) !== line) return undefined
    lines.push({ inText, inFile: start + written.start + indent })
    inText += line.length + 1
  }
  return offset => {
    const line = lines.findLast(one => one.inText <= offset)
    return line ? line.inFile + offset - line.inText : start
  }
}

/** Where each character of a quoted text stands in its one line, and where the last one ends; undefined where that cannot be told. */
function escapedPlaces(raw: string, text: string): readonly number[] | undefined {
  const escapes = raw.startsWith("'") ? /''/y : /\\(?:x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[^xuU])/iy
  if (/[\r\n]/.test(raw)) return undefined
  const places: number[] = []
  let at = 1
  while (at < raw.length - 1) {
    places.push(at)
    escapes.lastIndex = at
    const [found = ''] = escapes.exec(raw) ?? []
    // One escape of two units.
    if (/^\\U(?!0000)/.test(found)) places.push(at)
    at += found.length || 1
  }
  return places.length === text.length ? [...places, at] : undefined
}

function linesOf(raw: string): readonly { readonly start: number; readonly text: string }[] {
  const lines: { start: number; text: string }[] = []
  let start = 0
  for (const text of raw.split('\n')) {
    lines.push({ start, text: text.replace(/\r$/, '') })
    start += text.length + 1
  }
  return lines
}
