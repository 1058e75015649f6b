import { isGoError } from '../../go/go-error.ts'
import { resolveTag } from '../../go/yaml/resolve.ts'
import { scalarValue } from '../from-go-node.ts'
import type { Comment, Entry, Node, Scalar, ScalarStyle, YamlDocument } from '../node.ts'
import { splitDocuments } from '../split-documents.ts'
import { UNUSUAL } from './commented-scalars.ts'
import { flowEnd, flowNode, keyEnd, plainEnd, quotedEnd, unquoted } from './plain-values.ts'
import { readPlainLines } from './read-plain-lines.ts'

/** What is read of a document without its comments. */
export type BareDocument = Pick<YamlDocument, 'span' | 'root' | 'errors'>

/**
 * The documents of a text as `readDocuments` gives them, but for the comments above nodes: line by line, without
 * go-yaml's scanner. Undefined where a line is not plain enough to be sure (see `commentedScalars`), where a document is
 * empty, and where a text is folded. Entries of block mappings whose value is a scalar are left out where `isRead` says
 * of their key that nobody reads them.
 */
export function plainDocuments(
  text: string,
  isRead: (key: string) => boolean = () => true,
): readonly BareDocument[] | undefined {
  if (UNUSUAL.test(text)) return undefined
  const parts = splitDocuments(text)
  if (isGoError(parts)) return undefined
  const documents: BareDocument[] = []
  for (const part of parts) {
    const end = part.start + part.text.length
    const root = readPlainLines(text, part.start, end, () => {}) && builtOf(text, part.start, end, isRead)
    if (!root) return undefined
    documents.push({ span: [part.start, end], root, errors: [] })
  }
  return documents
}

/** A block collection that is open. */
interface Frame {
  readonly column: number
  readonly start: number
  readonly items: Node[] | undefined
  readonly entries: Entry[]
  /** The key that waits for its value: where it is, and whether a scalar there is left out. */
  keyStart: number
  keyEnd: number
  isSkipped: boolean
  /** Where an empty value would stand, while one is waited for; else -1. */
  hole: number
  end: number
}

interface Builder {
  readonly text: string
  readonly isRead: (key: string) => boolean
  readonly end: number
  readonly frames: Frame[]
  root: Node | undefined
  pos: number
  lineStart: number
  hasHead: boolean
}

const LF = 0x0a
const SPACE = 0x20
const HASH = 0x23
const DASH = 0x2d

/** The tree of lines that `readPlainLines` is sure of: of their grammar nothing is tried again. */
function builtOf(text: string, start: number, end: number, isRead: Builder['isRead']): Node | undefined {
  const place = { pos: start, lineStart: start, hasHead: false }
  const b: Builder = { text, isRead, end, frames: [], root: undefined, ...place }
  if (text.startsWith('---\n', start)) b.pos += 4
  while (b.pos < end) {
    b.lineStart = b.pos
    skipSpaces(b)
    const c = codeAt(b)
    if (c === HASH) {
      b.hasHead = true
      b.pos = lineEnd(b)
    } else if (c !== LF && !buildLine(b)) return undefined
    b.pos++
  }
  while (b.frames.length > 0) close(b)
  return b.root
}

/** A line with something on it, up to its break; false where its value is left to the full reader. */
function buildLine(b: Builder): boolean {
  const { text, end, frames } = b
  const column = b.pos - b.lineStart
  while ((frames.at(-1)?.column ?? -1) > column) close(b)
  let isBare = true
  while (codeAt(b) === DASH && isBlank(b, b.pos + 1)) {
    const top = frames.at(-1)
    const at = b.pos - b.lineStart
    const list = top?.column === at && top.items ? next(b, top) : open(b, at, b.pos, [])
    list.hole = b.pos + 1
    b.pos++
    skipSpaces(b)
    if (codeAt(b) === LF) return true
    isBare = !b.hasHead
  }
  const key = keyEnd(text, b.pos, end)
  if (key < 0) return buildValue(b, isBare)
  const at = b.pos - b.lineStart
  if (frames.at(-1)?.column === at && frames.at(-1)?.items) close(b)
  const top = frames.at(-1)
  const map = top?.column === at ? next(b, top) : open(b, at, b.pos, undefined)
  map.keyStart = b.pos
  map.keyEnd = key
  const isQuoted = text.charCodeAt(b.pos) === 0x22 || text.charCodeAt(b.pos) === 0x27
  map.isSkipped = !b.isRead(isQuoted ? text.slice(b.pos + 1, key - 1) : text.slice(b.pos, key))
  map.hole = key + 1
  b.pos = key + 1
  b.hasHead = false
  skipSpaces(b)
  return codeAt(b) === LF || buildValue(b, true)
}

/** A value and the comment behind it. */
function buildValue(b: Builder, isBare: boolean): boolean {
  const { text, end, pos: start } = b
  const top = b.frames.at(-1)
  const c = codeAt(b)
  b.hasHead = false
  if (top === undefined || c === 0x3e) return false
  if (c === 0x7c) return buildLiteral(b, top)
  if (c === 0x5b || c === 0x7b) {
    b.pos = flowEnd(text, start, end)
    put(b, top, flowNode(text, start, b.pos))
    b.pos = lineEnd(b)
    return true
  }
  const stop = c === 0x22 || c === 0x27 ? quotedEnd(text, start, end) : plainEnd(text, start, end)
  b.pos = stop
  skipSpaces(b)
  const line = lineEnd(b)
  // Above an item, a comment may belong to it in other ways.
  if (b.pos < line && !isBare) return false
  const comment: Comment | undefined =
    b.pos < line ? { span: [b.pos, line], text: text.slice(b.pos, line) } : undefined
  if (top.isSkipped) skip(top, stop)
  else put(b, top, scalarOf(text, start, stop, comment))
  b.pos = line
  return true
}

/** A literal block: every line without the indentation of the first. */
function buildLiteral(b: Builder, top: Frame): boolean {
  const { text, pos: start } = b
  const sign = text.charAt(start + 1)
  const parent = Math.max(...b.frames.map(({ column }) => column))
  b.pos = lineEnd(b)
  const lines: string[] = []
  let [indent, last, content] = [-1, b.pos + 1, 0]
  while (b.pos + 1 < b.end) {
    const from = b.pos + 1
    let at = from
    while (text.charCodeAt(at) === SPACE) at++
    const isEmpty = at >= b.end || text.charCodeAt(at) === LF
    // Spaces alone, and a last line without a break, have rules of their own.
    if (isEmpty && at > from) return false
    if (!isEmpty && indent < 0 && at - from > parent) indent = at - from
    if (!isEmpty && (indent < 0 || at - from < indent)) break
    const to = text.indexOf('\n', at)
    if (to === -1 || to >= b.end) return false
    lines.push(isEmpty ? '' : text.slice(from + indent, to))
    b.pos = to
    if (isEmpty) continue
    content = lines.length
    last = to + 1
  }
  // An empty one is left to the full reader, and so is one that keeps the empty lines behind it.
  if (content === 0 || sign === '+') return false
  if (top.isSkipped) {
    skip(top, last)
    return true
  }
  const value = `${lines.slice(0, content).join('\n')}${sign === '-' ? '' : '\n'}`
  put(b, top, { kind: 'scalar', span: [start, last], text: value, value, style: 'literal' })
  return true
}

function open(b: Builder, column: number, start: number, items: Node[] | undefined): Frame {
  const key = { keyStart: start, keyEnd: start, isSkipped: false }
  const frame: Frame = { column, start, items, entries: [], hole: -1, end: start, ...key }
  b.frames.push(frame)
  return frame
}

/** The innermost collection has all its values: it is the value of the one around it. */
function close(b: Builder): void {
  const frame = b.frames.pop()
  if (frame === undefined) return
  const { start, end, items, entries } = next(b, frame)
  const node: Node = items
    ? { kind: 'sequence', span: [start, end], flow: false, items }
    : { kind: 'mapping', span: [start, end], flow: false, entries }
  const around = b.frames.at(-1)
  if (around) put(b, around, node)
  else b.root = node
}

/** The frame, ready for one more: a value that is not there is an empty one. */
function next(b: Builder, frame: Frame): Frame {
  const { hole, isSkipped } = frame
  if (hole >= 0 && isSkipped) skip(frame, hole)
  else if (hole >= 0)
    put(b, frame, { kind: 'scalar', span: [hole, hole], text: '', value: null, style: 'plain' })
  return frame
}

function put({ text }: Builder, frame: Frame, value: Node): void {
  if (frame.items) frame.items.push(value)
  else frame.entries.push({ key: scalarOf(text, frame.keyStart, frame.keyEnd), value })
  skip(frame, value.span[1])
}

/** The value that is waited for was there. */
function skip(frame: Frame, end: number): void {
  frame.hole = -1
  frame.end = end
}

function scalarOf(text: string, start: number, end: number, lineComment?: Comment): Scalar {
  const first = text.charCodeAt(start)
  const style: ScalarStyle = first === 0x22 ? 'double' : first === 0x27 ? 'single' : 'plain'
  const own = style === 'plain' ? text.slice(start, end) : unquoted(text, start, end)
  const value = style === 'plain' ? scalarValue(own, style, resolveTag(own)) : own
  const span = [start, end] as const
  return lineComment
    ? { kind: 'scalar', span, text: own, value, style, lineComment }
    : { kind: 'scalar', span, text: own, value, style }
}

function codeAt(b: Builder): number {
  return b.pos < b.end ? b.text.charCodeAt(b.pos) : LF
}

function isBlank(b: Builder, at: number): boolean {
  const c = at < b.end ? b.text.charCodeAt(at) : LF
  return c === SPACE || c === LF
}

function skipSpaces(b: Builder): void {
  while (b.pos < b.end && b.text.charCodeAt(b.pos) === SPACE) b.pos++
}

function lineEnd(b: Builder): number {
  const at = b.text.indexOf('\n', b.pos)
  return at === -1 || at > b.end ? b.end : at
}
