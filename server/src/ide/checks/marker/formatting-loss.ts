import { reprint } from '../../../flux/setters/reprint.ts'
import type { Span } from '../../../text/span.ts'
import type { Check } from '../../check.ts'

/** What Flux's first commit to a file takes away (docs/flux.md §4.5, row 43). Off by default. */
export const formattingLoss: Check = {
  codes: [
    {
      code: 'formatting-loss',
      severity: 'hint',
      default: 'off',
      flux: 'Flux prints a file anew as soon as one value in it changes: blank lines, a leading `---`, CRLF, comments in documents of their own and the like are gone, emoji become escapes, and `<<` gets a tag. Fluxmark changes the marked value and nothing else.',
    },
  ],
  *findings({ file: { facts, text } }) {
    if (facts.problem || facts.markers.length === 0) return
    for (const { pattern, loss } of losses) {
      const found = pattern.exec(text)
      if (found === null) continue
      const [start, end] = [found.index, found.index + found[0].replace(/[\r\n]+$/, '').length]
      const span: Span = [start, Math.max(end, start + 1)]
      yield { span, message: `Flux's first commit to this file ${loss}.` }
    }
    const line = firstReprinted(text)
    if (line)
      yield {
        span: line.span,
        message: `Flux's first commit to this file turns this line into ${JSON.stringify(line.printed)}.`,
      }
  },
}

/** The first line that Flux prints otherwise for another reason than those below. */
function firstReprinted(text: string): { readonly span: Span; readonly printed: string } | undefined {
  const printed = reprint(text)?.split('\n').filter(isContent)
  if (printed === undefined) return undefined
  let start = 0
  let index = 0
  for (const whole of text.split('\n')) {
    const line = whole.replace(/^\uFEFF|\r$/g, '')
    const [from, to] = [start, start + whole.trimEnd().length]
    start += whole.length + 1
    if (!isContent(line)) continue
    const other = printed[index++] ?? ''
    if (line !== other && !losses.some(({ pattern }) => pattern.test(whole)))
      return { span: [from, to], printed: other }
  }
  return undefined
}

function isContent(line: string): boolean {
  return !/^(?:\s*|---|\.\.\.)\s*$/.test(line)
}

/** Each is reported once a file, at its first place. */
const losses: readonly { readonly pattern: RegExp; readonly loss: string }[] = [
  { pattern: /^\uFEFF/, loss: 'drops the byte order mark' },
  { pattern: /^---[ \t]*(?=\r?\n)/, loss: 'drops the leading "---"' },
  { pattern: /^\.\.\.[ \t]*$/m, loss: 'drops "..."' },
  { pattern: /(?<=\n)\r?\n(?=[^\r\n])/, loss: 'drops blank lines' },
  { pattern: /\r\n/, loss: 'turns CRLF into LF' },
  { pattern: /[\u{10000}-\u{10FFFF}]/u, loss: 'writes emoji as escapes such as "\\U0001F680"' },
  { pattern: /^[ \t]*<<:/m, loss: 'writes "!!merge <<" for "<<"' },
]
