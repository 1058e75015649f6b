import { scalarPlaces } from '../../text/scalar-places.ts'
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

/** The same; undefined where the text does not come out of what is written, as where a substitution changed it. */
export function exactPlace(scalar: Written, trimmed: number, file: string): PlaceSpan | undefined {
  const [start, end] = scalar.span
  const raw = file.slice(start, end)
  const places = scalarPlaces(raw, scalar.text)
  if (places === undefined) return undefined
  const place = (offset: number) => places[Math.max(0, Math.min(offset + trimmed, scalar.text.length))] ?? 0
  return ([from, to]: Span): Span => {
    // An escaped line break behind a part is none of it.
    const escaped = to > from ? raw.slice(place(to - 1), place(to)).search(/\\[\r\n]/) : -1
    return [start + place(from), start + (escaped > 0 ? place(to - 1) + escaped : place(to))]
  }
}
