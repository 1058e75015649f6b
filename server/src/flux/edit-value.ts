import type { Scalar } from '../text/node.ts'
import type { Span } from '../text/span.ts'

/** Replace the text of a span by another. */
export interface TextEdit {
  readonly span: Span
  readonly newText: string
}

/**
 * The edit that gives a scalar a new text and touches nothing else: not its comment, not its quotes.
 * A plain scalar stays plain unless the new text would then not be read as that string; a block scalar keeps
 * its header where it can hold the text. The edit never spans more than the scalar.
 */
export function editValue(text: string, scalar: Scalar, newText: string): TextEdit {
  const { span, style } = scalar
  if (style === 'single' && isPrintable(newText))
    return { span, newText: `'${newText.replaceAll("'", "''")}'` }
  if (style === 'double' || !isPrintable(newText)) return { span, newText: quoted(newText) }
  if (style === 'literal' || style === 'folded') return blockEdit(text, span, newText)
  return { span, newText: isPlainString(newText) ? newText : quoted(newText) }
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

/** Keeps the header line with its comment and the indentation; the body becomes the one new line. */
function blockEdit(text: string, [start, end]: Span, newText: string): TextEdit {
  const firstBreak = text.slice(start, end).search(/\r?\n/)
  if (firstBreak === -1 || newText === '') return { span: [start, start], newText: '' }
  const body = start + firstBreak
  const indent = /^\r?\n(?:[ \t]*\r?\n)*( *)/.exec(text.slice(body, end))?.[1] ?? ''
  const newline = text[body] === '\r' ? '\r\n' : '\n'
  const isTerminated = /[\r\n]$/.test(text.slice(body, end))
  return { span: [body, end], newText: `${newline}${indent}${newText}${isTerminated ? newline : ''}` }
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

function isPrintable(text: string): boolean {
  return !/[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text)
}

/** Whether a text, written without quotes, is read back as that string by YAML 1.1 and 1.2 parsers alike. */
function isPlainString(text: string): boolean {
  return /^[A-Za-z0-9_./][A-Za-z0-9_./:@+-]*$/.test(text) && !text.endsWith(':') && !isNonString(text)
}

/** Texts that YAML 1.1 (as go-yaml reads it) or 1.2 take for a number, boolean, null or time. */
function isNonString(text: string): boolean {
  return (
    /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/.test(
      text,
    ) ||
    /^[-+]?(?:0[bB]?[0-9_]+|0o[0-7_]+|0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)$/.test(text) ||
    /^[-+]?(?:\.[0-9_]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text) ||
    /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(text) ||
    /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/.test(text) ||
    /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text)
  )
}
