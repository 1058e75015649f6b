import type { Span } from '../text/span.ts'
import type { ScalarValue } from './value.ts'
import type { PlaceSpan } from './value-of-node.ts'

/** A scalar as a file has it: where it stands, quotes or header included, and its text. */
type Written = Pick<ScalarValue, 'span' | 'text'>

/**
 * Where the parts of a scalar's text stand in its file, for a text that is YAML itself, such as an inline patch.
 * Exact for block scalars kept as they are (`|`) and for one line with no escapes; else every part is the scalar.
 * `trimmed` is how many characters were cut off in front. `file` is the text of the file; undefined: not at hand.
 */
export function placeInScalar(scalar: Written, trimmed: number, file: string | undefined): PlaceSpan {
  const raw = file?.slice(scalar.span[0], scalar.span[1])
  const offsets = raw === undefined ? undefined : offsetsOf(raw, scalar)
  if (offsets === undefined) return () => scalar.span
  const place = (offset: number) => offsets(Math.min(offset + trimmed, scalar.text.length))
  return ([start, end]: Span): Span => [place(start), place(end)]
}

function offsetsOf(raw: string, { span, text }: Written): ((offset: number) => number) | undefined {
  const start = span[0]
  if (raw === text) return offset => start + offset
  if (raw.slice(1, -1) === text) return offset => start + 1 + offset
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

function linesOf(raw: string): readonly { readonly start: number; readonly text: string }[] {
  const lines: { start: number; text: string }[] = []
  let start = 0
  for (const text of raw.split('\n')) {
    lines.push({ start, text: text.replace(/\r$/, '') })
    start += text.length + 1
  }
  return lines
}
