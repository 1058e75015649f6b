import { isGoError } from '../../go/go-error.ts'
import { resolveTag } from '../../go/yaml/resolve.ts'
import { scalarValue } from '../from-go-node.ts'
import type { Comment, Scalar, ScalarStyle } from '../node.ts'
import { splitDocuments } from '../split-documents.ts'
import { unquoted } from './plain-values.ts'
import { readPlainLines } from './read-plain-lines.ts'

/** A scalar value with a comment behind it on its line. */
export interface CommentedScalar {
  readonly scalar: Scalar & { readonly lineComment: Comment }
  /** Index of the document in its file. */
  readonly document: number
}

/**
 * The scalar values of a text that have a comment with a `{` on their line: just those, and just as `readDocuments`
 * gives them, found line by line without a tree, in a tenth of the time. Undefined where the lines are not plain
 * enough to be sure; that is, for all but: mappings and sequences in block style, without a key twice; values of
 * one line, plain, quoted without unusual escapes, or simple flow collections; block scalars; comments on lines of their own
 * without `{`, or behind a scalar value.
 */
export function commentedScalars(text: string): readonly CommentedScalar[] | undefined {
  if (UNUSUAL.test(text)) return undefined
  const parts = splitDocuments(text)
  if (isGoError(parts)) return undefined
  const found: CommentedScalar[] = []
  for (const [document, part] of parts.entries()) {
    const end = part.start + part.text.length
    const isPlain = readPlainLines(text, part.start, end, (from, to, style, comment) =>
      found.push({ scalar: scalarOf(text, from, to, style, comment), document }),
    )
    if (!isPlain) return undefined
  }
  return found
}

/** What the reader does not look into: tabs, carriage returns, control characters, unusual breaks, surrogates. */
export const UNUSUAL: RegExp = /[^\n -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufdff]/

function scalarOf(
  text: string,
  start: number,
  end: number,
  style: ScalarStyle,
  lineComment: Comment,
): CommentedScalar['scalar'] {
  const span = [start, end] as const
  if (style !== 'plain') {
    const inner = unquoted(text, start, end)
    return { kind: 'scalar', span, text: inner, value: inner, style, lineComment }
  }
  const inner = text.slice(start, end)
  return {
    kind: 'scalar',
    span,
    text: inner,
    value: scalarValue(inner, style, resolveTag(inner)),
    style,
    lineComment,
  }
}
