import { printString } from '../../go/yaml/print-scalar.ts'
import { isYaml11NonString } from '../../go/yaml/resolve.ts'
import type { Scalar } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'

/** Replace the text of a span by another. */
export interface TextEdit {
  readonly span: Span
  readonly newText: string
}

/**
 * The edit that makes a scalar the string `newText`, a single line, and touches nothing else: not its comment, not
 * its quotes. A plain scalar gets quotes where it would not be read as that string, a block scalar the header that
 * fits. A tag before it goes where it would make it anything but that string.
 */
export function editValue(text: string, scalar: Scalar, newText: string): TextEdit {
  const { span, style } = scalar
  if (style === 'literal' || style === 'folded') return blockEdit(text, scalar, newText)
  const printed = printString(newText, style, scalar.inFlow === true)
  const edit = { span, newText: printed }
  if (scalar.tag === undefined || !losesTag(scalar, newText)) return edit
  const [properties = '', anchor = ''] = /!\S*\s+(&\S+\s+)?$/.exec(text.slice(0, span[0])) ?? []
  return { span: [span[0] - properties.length, span[1]], newText: anchor + printed }
}

/** A text with edits applied. The spans do not overlap; their order does not matter. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const inOrder = edits.toSorted((a, b) => a.span[0] - b.span[0])
  let result = ''
  let at = 0
  for (const { span, newText } of inOrder) {
    result += text.slice(at, span[0]) + newText
    at = span[1]
  }
  return result + text.slice(at)
}

/** Whether a tag says another type than string, or Flux drops it because it quotes the value. */
function losesTag({ tag, style }: Scalar, newText: string): boolean {
  if (tag === '!!str' || !tag?.startsWith('!!')) return style === 'plain' && isYaml11NonString(newText)
  return true
}

/** Keeps the comment behind the header and the indentation; the header says that the one line has no break at its end. */
function blockEdit(text: string, { span, style }: Scalar, newText: string): TextEdit {
  const [start, end] = span
  const [, comment = '', lineBreak = '', body = ''] =
    /^[|>][-+0-9]*([^\r\n]*)(\r?\n|)([\s\S]*)$/.exec(text.slice(start, end)) ?? []
  const isLine = printString(newText, 'literal', false).startsWith('|-\n')
  const isTerminated = /[\r\n]$/.test(lineBreak + body)
  const lastBreak = isTerminated ? lineBreak : ''
  if (!isLine) return { span, newText: `${printString(newText, 'double', false)}${comment}${lastBreak}` }
  const indent = /^ +(?=[^ \r\n])/m.exec(body)?.[0] ?? ' '.repeat(columnOf(text, start) + 2)
  const header = style === 'literal' ? '|-' : '>-'
  return { span, newText: `${header}${comment}${lineBreak || '\n'}${indent}${newText}${lastBreak}` }
}

/** The column of the first thing on a line that is neither white space nor the `-` of a list. */
function columnOf(text: string, at: number): number {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return /^[\s-]*/.exec(line)?.[0].length ?? 0
}
