import { createHash } from 'node:crypto'
import type { Diagnostic } from '../../ide/answers.ts'
import type { Span } from '../../text/span.ts'

/**
 * Fingerprints, each given once: made of the code, the file, the lines that the diagnostic stands in and what in them it
 * marks; where several are the same, of which of them it is. Neither line numbers nor messages are in it.
 */
export function fingerprints(): (found: Diagnostic, text: string) => string {
  const seen = new Map<string, number>()
  return ({ code, path, span }, text) => {
    const key = JSON.stringify([code, path, linesAt(text, span), text.slice(...span)])
    const nth = seen.get(key) ?? 0
    seen.set(key, nth + 1)
    return shortHash(`${nth} ${key}`)
  }
}

/** 16 hexadecimal digits. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** The lines of a span without the space around them: a deeper indentation is no other diagnostic. */
export function linesAt(text: string, [start, end]: Span): readonly string[] {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const to = text.indexOf('\n', end)
  return text
    .slice(from, to === -1 ? text.length : to)
    .split('\n')
    .map(line => line.trim())
}
