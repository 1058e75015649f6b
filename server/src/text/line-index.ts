import type { Span } from './span.ts'

/** A place as LSP names it: both count from 0, `character` in UTF-16 units. */
export interface LinePosition {
  readonly line: number
  readonly character: number
}

/** Where the lines of one text begin and end. Made once for a text, each question takes the logarithm of its lines. */
export interface LineIndex {
  /** The place of an offset. One beyond the text is its end; one within a line break is the end of its line. */
  positionAt(offset: number): LinePosition
  /** The offset of a place. One beyond its line is the end of the line; one beyond the last line the end of the text. */
  offsetAt(position: LinePosition): number
  /** A line (from 0) without its break; one that is not there is empty and at the end of the text. */
  lineSpan(line: number): Span
}

/**
 * The lines of a text as LSP counts them: they end with LF, CR LF, or CR alone. The index looks for them when it is
 * first asked.
 */
export function lineIndex(text: string): LineIndex {
  let known: readonly number[] | undefined
  const starts = () => {
    known ??= lineStarts(text)
    return known
  }

  function lineSpan(line: number): Span {
    const start = starts()[line]
    if (start === undefined || line < 0) return [text.length, text.length]
    let end = starts()[line + 1] ?? text.length
    while (end > start && isBreak(text.charCodeAt(end - 1))) end--
    return [start, end]
  }

  return {
    positionAt(offset) {
      const line = lineOf(starts(), offset)
      const [start, end] = lineSpan(line)
      return { line, character: Math.max(0, Math.min(offset, end) - start) }
    },
    offsetAt({ line, character }) {
      if (line < 0) return 0
      const [start, end] = lineSpan(line)
      return Math.max(start, Math.min(start + character, end))
    },
    lineSpan,
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  // Next break of either kind; a kind that does not occur is looked for once.
  let lf = text.indexOf('\n')
  let cr = text.indexOf('\r')
  while (lf !== -1 || cr !== -1) {
    const isCr = cr !== -1 && (lf === -1 || cr < lf)
    const start = isCr && lf !== cr + 1 ? cr + 1 : lf + 1
    starts.push(start)
    if (lf !== -1 && lf < start) lf = text.indexOf('\n', start)
    if (cr !== -1 && cr < start) cr = text.indexOf('\r', start)
  }
  return starts
}

/** The last line that starts at or before an offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low
}

function isBreak(unit: number): boolean {
  return unit === 10 || unit === 13
}
