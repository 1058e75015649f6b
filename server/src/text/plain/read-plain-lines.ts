import type { Comment, ScalarStyle } from '../node.ts'
import { flowEnd, keyEnd, plainEnd, quotedEnd } from './plain-values.ts'

/** Takes a scalar's place and style, and the comment behind it. */
type Take = (start: number, end: number, style: ScalarStyle, comment: Comment) => void

/**
 * Reads the lines of one document and gives each scalar value that has a comment with a `{` behind it. False where
 * it cannot be sure that go-yaml reads them so too: see `commentedScalars`.
 */
export function readPlainLines(text: string, start: number, end: number, take: Take): boolean {
  const s = newLines(text, start, end)
  if (text.startsWith('---\n', s.pos)) s.pos += 4
  while (s.pos < end) {
    s.lineStart = s.pos
    skipSpaces(s)
    const c = codeAt(s)
    if (c === LF) {
      s.pos++
    } else if (c === HASH) {
      const line = lineEnd(s)
      if (text.slice(s.pos, line).includes('{')) return false
      s.hasHead = true
      s.pos = line + 1
    } else if (s.pos < end) {
      if (!readLine(s, c, take)) return false
    }
  }
  return true
}

/** Where the reader is, and the block collections that are open, outermost first. */
interface Lines {
  readonly text: string
  readonly end: number
  pos: number
  lineStart: number
  readonly columns: number[]
  readonly isSequence: boolean[]
  /** Hashes of the keys of all open mappings, and where those of each collection begin. */
  readonly keys: number[]
  readonly firstKeys: number[]
  /** Whether a collection may begin here: behind `key:` or `-` with nothing more on the line. */
  isOpen: boolean
  /** Whether a comment on a line of its own waits for a key or a value. */
  hasHead: boolean
}

/** Deeper and larger than any manifest; the full reader takes those. */
const MAX_DEPTH = 100
const MAX_KEYS = 500

function newLines(text: string, start: number, end: number): Lines {
  return {
    text,
    end,
    pos: start,
    lineStart: start,
    columns: [],
    isSequence: [],
    keys: [],
    firstKeys: [],
    isOpen: true,
    hasHead: false,
  }
}

const LF = 0x0a
const SPACE = 0x20
const HASH = 0x23
const DASH = 0x2d

/** The character at the reader's place; a line break at the end of the document. */
function codeAt(s: Lines): number {
  return s.pos < s.end ? s.text.charCodeAt(s.pos) : LF
}

function isBlankAt(s: Lines, at: number): boolean {
  const c = at < s.end ? s.text.charCodeAt(at) : LF
  return c === SPACE || c === LF
}

function skipSpaces(s: Lines): void {
  while (s.pos < s.end && s.text.charCodeAt(s.pos) === SPACE) s.pos++
}

function lineEnd(s: Lines): number {
  const at = s.text.indexOf('\n', s.pos)
  return at === -1 || at > s.end ? s.end : at
}

/** Reads a line with something on it, to the next line. */
function readLine(s: Lines, first: number, take: Take): boolean {
  let c = first
  // `---` and `...` begin and end documents; a plain scalar may begin so too.
  if (s.pos === s.lineStart && (c === DASH || c === 0x2e) && !isBlankAt(s, s.pos + 1)) return false
  closeDeeper(s, s.pos - s.lineStart)
  let isItem = false
  while (c === DASH && isBlankAt(s, s.pos + 1)) {
    if (!openItem(s, s.pos - s.lineStart)) return false
    isItem = true
    s.pos++
    skipSpaces(s)
    c = codeAt(s)
    if (c === LF) return nextLine(s)
  }
  const start = s.pos
  const key = keyEnd(s.text, start, s.end)
  if (key < 0) return isItem && readValue(s, c, !s.hasHead, take)
  if (!openKey(s, start - s.lineStart, hashOf(s.text, start, key))) return false
  s.pos = key + 1
  skipSpaces(s)
  const next = codeAt(s)
  s.isOpen = next === LF
  s.hasHead = false
  return s.isOpen ? nextLine(s) : readValue(s, next, true, take)
}

function nextLine(s: Lines): true {
  s.pos++
  return true
}

/** Closes the collections that begin deeper than a column. What they are the value of has its value then. */
function closeDeeper(s: Lines, column: number): void {
  for (; s.columns.length > 0 && (s.columns.at(-1) ?? 0) > column; close(s)) s.isOpen = false
}

function close(s: Lines): void {
  s.columns.pop()
  s.isSequence.pop()
  s.keys.length = s.firstKeys.pop() ?? 0
}

function open(s: Lines, column: number, isSequence: boolean): boolean {
  if (!s.isOpen || s.columns.length >= MAX_DEPTH) return false
  s.columns.push(column)
  s.isSequence.push(isSequence)
  s.firstKeys.push(s.keys.length)
  return true
}

/** A `-`: the next item of a sequence, or the first of a new one. That may stand as deep as the key it belongs to. */
function openItem(s: Lines, column: number): boolean {
  const isNext = s.columns.at(-1) === column && s.isSequence.at(-1) === true
  if (!isNext && !open(s, column, true)) return false
  s.isOpen = true
  return true
}

/** A key: the next of a mapping, or the first of a new one. */
function openKey(s: Lines, column: number, hash: number): boolean {
  if (s.columns.at(-1) === column && s.isSequence.at(-1)) {
    if (s.columns.at(-2) !== column) return false
    close(s)
  }
  if (s.columns.at(-1) !== column && !open(s, column, false)) return false
  const { keys } = s
  const first = s.firstKeys.at(-1) ?? 0
  if (keys.length - first >= MAX_KEYS) return false
  for (let i = first; i < keys.length; i++) if (keys[i] === hash) return false
  keys.push(hash)
  return true
}

/** The same for the same key; quotes do not count. */
function hashOf(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start)
  const quotes = first === 0x22 || first === 0x27 ? 1 : 0
  let hash = 0
  for (let i = start + quotes; i < end - quotes; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}

/** Reads a value and what stands behind it, to the next line. `isBare`: no comment above can belong to it. */
function readValue(s: Lines, c: number, isBare: boolean, take: Take): boolean {
  s.isOpen = false
  s.hasHead = false
  if (c === 0x7c || c === 0x3e) return readBlockScalar(s)
  const { text, end } = s
  const start = s.pos
  if (c === 0x5b || c === 0x7b) {
    s.pos = flowEnd(text, start, end)
    if (s.pos < 0) return false
    skipSpaces(s)
    return codeAt(s) === LF && nextLine(s)
  }
  const isQuoted = c === 0x22 || c === 0x27
  const stop = isQuoted ? quotedEnd(text, start, end) : plainEnd(text, start, end)
  if (stop < 0) return false
  s.pos = stop
  skipSpaces(s)
  const next = codeAt(s)
  if (next === LF) return nextLine(s)
  if (next !== HASH || s.pos === stop || s.pos - stop > 100) return false
  const line = lineEnd(s)
  const comment = text.slice(s.pos, line)
  if (comment.includes('{')) {
    if (!isBare) return false
    const style = c === 0x22 ? 'double' : c === 0x27 ? 'single' : 'plain'
    take(start, stop, style, { span: [s.pos, line], text: comment })
  }
  s.pos = line
  return nextLine(s)
}

/** Passes over a block scalar whose indentation is that of its first line. */
function readBlockScalar(s: Lines): boolean {
  s.pos++
  const chomping = codeAt(s)
  if (chomping === 0x2b || chomping === DASH) s.pos++
  skipSpaces(s)
  if (codeAt(s) !== LF) return false
  nextLine(s)
  const parent = s.columns.at(-1) ?? 0
  let indent = -1
  while (s.pos < s.end) {
    const start = s.pos
    skipSpaces(s)
    const column = s.pos - start
    if (codeAt(s) === LF) {
      // Spaces in empty lines above the first one count as its indentation.
      if (indent < 0 && column > 0) return false
      s.pos++
      continue
    }
    if (indent < 0 && column > parent) indent = column
    if (indent < 0 || column < indent) {
      s.pos = start
      return column <= parent
    }
    s.pos = lineEnd(s) + 1
  }
  return true
}
