/** The state of go-yaml v3's emitter: where in the output it is, and the comments that wait to be written. */
export interface Writer {
  out: string
  column: number
  /** Whether the last character was white space that a node may follow directly. */
  isSpaced: boolean
  /** Whether the line holds nothing but indentation and `-`, `?`, `:` so far. */
  isIndented: boolean
  indent: number
  readonly indents: number[]
  flowLevel: number
  /** The indentation of the foot comment just written: an empty line keeps it apart from what follows there. */
  footIndent: number
  /** Whether a sequence in a mapping stands at the depth of its key. */
  isCompact: boolean
  isMappingContext: boolean
  isSimpleKey: boolean
  readonly waiting: { head: string; line: string; foot: string; tail: string; keyLine: string }
}

const BEST_INDENT = 2

export function newWriter(): Writer {
  return {
    out: '',
    column: 0,
    isSpaced: true,
    isIndented: true,
    indent: -1,
    indents: [],
    flowLevel: 0,
    footIndent: -1,
    isCompact: true,
    isMappingContext: false,
    isSimpleKey: false,
    waiting: { head: '', line: '', foot: '', tail: '', keyLine: '' },
  }
}

export function put(w: Writer, text: string): void {
  w.out += text
  w.column += text.length
}

/** A line break; one of a scalar's or comment's own is written as it is. */
export function writeBreak(w: Writer, char = '\n'): void {
  w.out += char
  w.column = 0
  w.isIndented = true
}

export function writeIndent(w: Writer): void {
  const indent = Math.max(w.indent, 0)
  if (!w.isIndented || w.column > indent || (w.column === indent && !w.isSpaced)) writeBreak(w)
  if (w.footIndent === indent) writeBreak(w)
  if (w.column < indent) put(w, ' '.repeat(indent - w.column))
  w.isSpaced = true
  w.footIndent = -1
}

export function writeIndicator(
  w: Writer,
  text: string,
  needsSpace: boolean,
  isSpace = false,
  isIndentation = false,
): void {
  if (needsSpace && !w.isSpaced) put(w, ' ')
  put(w, text)
  w.isSpaced = isSpace
  w.isIndented = w.isIndented && isIndentation
}

export function increaseIndent(w: Writer, isFlow: boolean, isInItem: boolean, isCompact = false): void {
  w.indents.push(w.indent)
  if (w.indent < 0) w.indent = isFlow ? BEST_INDENT : 0
  else if (isInItem) w.indent += 2
  else w.indent = BEST_INDENT * Math.floor((w.indent + BEST_INDENT) / BEST_INDENT) - (isCompact ? 2 : 0)
}

export function decreaseIndent(w: Writer): void {
  w.indent = w.indents.pop() ?? -1
}

/** The foot of the mapping entry before, then the comment above what comes. */
export function writeHeadComment(w: Writer): void {
  const { tail, head } = w.waiting
  if (tail !== '') {
    writeIndent(w)
    writeComment(w, tail)
    w.waiting.tail = ''
    w.footIndent = Math.max(w.indent, 0)
  }
  if (head === '') return
  writeIndent(w)
  writeComment(w, head)
  w.waiting.head = ''
}

export function writeLineComment(w: Writer, needsBreak = false): void {
  const { line } = w.waiting
  if (line === '') {
    if (needsBreak) writeBreak(w)
    return
  }
  if (!w.isSpaced) put(w, ' ')
  writeComment(w, line)
  w.waiting.line = ''
}

export function writeFootComment(w: Writer): void {
  const { foot } = w.waiting
  if (foot === '') return
  writeIndent(w)
  writeComment(w, foot)
  w.waiting.foot = ''
  w.footIndent = Math.max(w.indent, 0)
}

function writeComment(w: Writer, comment: string): void {
  let isAfterBreak = false
  let hasHash = false
  for (const char of comment) {
    if (isBreakChar(char)) {
      writeBreak(w, char)
      isAfterBreak = true
      hasHash = false
      continue
    }
    if (isAfterBreak) writeIndent(w)
    if (!hasHash && char !== '#') put(w, '# ')
    hasHash = true
    put(w, char)
    w.isIndented = false
    isAfterBreak = false
  }
  if (!isAfterBreak) writeBreak(w)
  w.isSpaced = true
}

export function isBreakChar(char: string | undefined): boolean {
  return char === '\n' || char === '\r' || char === '\x85' || char === '\u2028' || char === '\u2029'
}
