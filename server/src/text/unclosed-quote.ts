import { isGoError } from '../go/go-error.ts'
import { composeDocument } from '../go/yaml/compose.ts'
import type { Span } from './span.ts'

/** A quote that is not closed where it should be. Offsets are UTF-16 units of the text that was given. */
export interface UnclosedQuote {
  /** From the quote to where its value ends on the same line. */
  readonly span: Span
  /** The text with that quote closed there: it is one unit longer, from the end of `span` on. */
  readonly closed: string
}

/**
 * Why a document with `\n` line breaks does not parse, where that is one quote: closed at the end of its own line,
 * go-yaml reads the whole document. Without this the value goes on to the next quote or to the end, and an error is
 * reported there, or nowhere near the line that is wrong.
 */
export function unclosedQuote(text: string): UnclosedQuote | undefined {
  let tries = 0
  for (const { index, 0: line, 1: before = '' } of text.matchAll(opened)) {
    if (tries++ === maxTries) return undefined
    const start = index + before.length
    const value = line.slice(before.length)
    const quote = value.slice(0, 1)
    // A comment stays one, as a marker behind the value is.
    const withoutComment = value.replace(/[\t ]+#.*$/, '')
    for (const end of new Set([withoutComment, value].map(part => start + part.trimEnd().length))) {
      const closed = text.slice(0, end) + quote + text.slice(end)
      if (!isGoError(composeDocument(closed))) return { span: [start, end], closed }
    }
  }
  return undefined
}

/** Each costs two runs of the parser. */
const maxTries = 4

/** A line whose value begins with a quote that the line does not close. */
const opened = /^([^\n'"#]*(?:: +|- +|[[{,] *))(?:'(?:[^'\n]|'')*|"(?:[^"\\\n]|\\.)*)$/gm
