import type { NodeStyle } from './node.ts'
import {
  isBreakChar,
  put,
  type Writer,
  writeBreak,
  writeIndent,
  writeIndicator,
  writeLineComment,
} from './writer.ts'

/** Writes a scalar in the style asked for, or in the nearest one that can hold it. */
export function writeScalar(w: Writer, value: string, wanted: NodeStyle): void {
  const style = possibleStyle(w, value, wanted)
  if (style === 'plain') writePlain(w, value)
  else if (style === 'single') writeSingleQuoted(w, value)
  else if (style === 'double') writeDoubleQuoted(w, value)
  else writeBlock(w, value, style)
}

export function isMultiline(value: string): boolean {
  return /[\n\r\x85\u2028\u2029]/.test(value)
}

function possibleStyle(w: Writer, value: string, wanted: NodeStyle): NodeStyle {
  const shape = shapeOf(value)
  let style = w.isSimpleKey && isMultiline(value) ? 'double' : wanted
  if (style === 'plain') {
    const isAllowed = w.flowLevel > 0 ? shape.allowsFlowPlain : shape.allowsBlockPlain
    if (!isAllowed || (value === '' && (w.flowLevel > 0 || w.isSimpleKey))) style = 'single'
  }
  if (style === 'single' && !shape.allowsSingle) return 'double'
  const isBlock = style === 'literal' || style === 'folded'
  return isBlock && (!shape.allowsBlock || w.flowLevel > 0 || w.isSimpleKey) ? 'double' : style
}

/** Whether a block can hold a text without quotes. */
export function allowsPlain(value: string): boolean {
  return shapeOf(value).allowsBlockPlain
}

interface Shape {
  readonly allowsFlowPlain: boolean
  readonly allowsBlockPlain: boolean
  readonly allowsSingle: boolean
  readonly allowsBlock: boolean
}

/** Which styles can hold a text, by libyaml's rules. */
function shapeOf(value: string): Shape {
  if (value === '')
    return { allowsFlowPlain: false, allowsBlockPlain: true, allowsSingle: true, allowsBlock: false }
  const hasBlockIndicator =
    /^(?:---|\.\.\.)|^[#,[\]{}&*!|>'"%@`]|^[?:-](?:[ \t]|$)|:(?:[ \t]|$)|[\s\x85\u2028\u2029]#/.test(value)
  const hasFlowIndicator = hasBlockIndicator || /^[?:]|[,?[\]{}:]/.test(value)
  const hasSpecial = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(value)
  const hasSpaceBreak = / [\n\r\x85\u2028\u2029]/.test(value)
  const hasBreakSpace = /[\n\r\x85\u2028\u2029] /.test(value)
  const hasOuterSpace = /^[ \n\r\x85\u2028\u2029]|[ \n\r\x85\u2028\u2029]$/.test(value)
  const allowsSingle = !hasBreakSpace && !hasSpaceBreak && !value.includes('\t') && !hasSpecial
  const allowsPlain = allowsSingle && !hasOuterSpace && !isMultiline(value)
  return {
    allowsFlowPlain: allowsPlain && !hasFlowIndicator,
    allowsBlockPlain: allowsPlain && !hasBlockIndicator,
    allowsSingle,
    allowsBlock: !value.endsWith(' ') && !hasSpaceBreak && !hasSpecial,
  }
}

function writePlain(w: Writer, value: string): void {
  if (value !== '' && !w.isSpaced) put(w, ' ')
  put(w, value)
  if (value !== '') w.isSpaced = false
  w.isIndented = false
}

function writeSingleQuoted(w: Writer, value: string): void {
  writeIndicator(w, "'", true)
  let isAfterBreak = false
  for (const char of value) {
    if (isBreakChar(char)) {
      if (!isAfterBreak && char === '\n') writeBreak(w)
      writeBreak(w, char)
      isAfterBreak = true
    } else if (char === ' ') {
      put(w, char)
    } else {
      if (isAfterBreak) writeIndent(w)
      put(w, char === "'" ? "''" : char)
      w.isIndented = false
      isAfterBreak = false
    }
  }
  writeIndicator(w, "'", false)
  w.isIndented = false
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '0'],
  ['\x07', 'a'],
  ['\b', 'b'],
  ['\t', 't'],
  ['\n', 'n'],
  ['\v', 'v'],
  ['\f', 'f'],
  ['\r', 'r'],
  ['\x1b', 'e'],
  ['"', '"'],
  ['\\', '\\'],
  ['\x85', 'N'],
  ['\xa0', '_'],
  ['\u2028', 'L'],
  ['\u2029', 'P'],
])

function writeDoubleQuoted(w: Writer, value: string): void {
  writeIndicator(w, '"', true)
  const isEscaped = value.startsWith('\ufeff')
    ? /^/
    : /^[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]|^["\\]/
  for (const char of value) put(w, isEscaped.test(char) ? escaped(char) : char)
  writeIndicator(w, '"', false)
  w.isIndented = false
}

function escaped(char: string): string {
  const known = ESCAPES.get(char)
  if (known !== undefined) return `\\${known}`
  const point = char.codePointAt(0) ?? 0
  const hex = point.toString(16).toUpperCase()
  if (point <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return point <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

function writeBlock(w: Writer, value: string, style: 'literal' | 'folded'): void {
  writeIndicator(w, style === 'literal' ? '|' : '>', true)
  if (value.startsWith(' ') || isBreakChar(value[0])) writeIndicator(w, '2', false)
  const chomping = !isBreakChar(value.at(-1))
    ? '-'
    : value.length === 1 || isBreakChar(value.at(-2))
      ? '+'
      : ''
  if (chomping !== '') writeIndicator(w, chomping, false)
  writeLineComment(w, true)
  w.isSpaced = true
  const firstChar = [...value].find(char => !isBreakChar(char))
  const startsBlank = firstChar === ' ' || firstChar === '\t' || firstChar === undefined
  let isAfterBreak = true
  let isBlankLine = true
  for (const char of value) {
    if (isBreakChar(char)) {
      if (style === 'folded' && !isAfterBreak && !isBlankLine && char === '\n' && !startsBlank) writeBreak(w)
      writeBreak(w, char)
      isAfterBreak = true
      continue
    }
    if (isAfterBreak) {
      writeIndent(w)
      isBlankLine = char === ' ' || char === '\t'
    }
    put(w, char)
    w.isIndented = false
    isAfterBreak = false
  }
}
