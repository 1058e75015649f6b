/** Keys and values of one line that need no parser: what `commentedScalars` is sure of. */

import { resolveTag } from '../../go/yaml/resolve.ts'
import { scalarValue } from '../from-go-node.ts'
import type { Entry, Node, Scalar } from '../node.ts'

const LF = 0x0a
const SPACE = 0x20
const HASH = 0x23
const COLON = 0x3a
const BACKSLASH = 0x5c

/** Longer than any key of a manifest; the full reader takes those. */
const MAX_KEY_LENGTH = 500

/** Where the key that begins here ends, before its colon; negative where there is no key that is plain enough. */
export function keyEnd(text: string, pos: number, end: number): number {
  const c = text.charCodeAt(pos)
  if (c === 0x22 || c === 0x27) {
    const at = quotedEnd(text, pos, end, true)
    const isKey =
      at > 0 && at - pos < MAX_KEY_LENGTH && text.charCodeAt(at) === COLON && isBlankAt(text, at + 1, end)
    return isKey ? at : -1
  }
  if (!isPlainStart(c)) return -1
  const limit = Math.min(end, pos + MAX_KEY_LENGTH)
  for (let at = pos; at < limit; at++) {
    const code = text.charCodeAt(at)
    if (code === LF || (code === HASH && text.charCodeAt(at - 1) === SPACE)) return -1
    if (code === COLON && isBlankAt(text, at + 1, end)) return text.charCodeAt(at - 1) === SPACE ? -1 : at
  }
  return -1
}

/** Where a plain scalar ends; negative where something in it is not plain enough. */
export function plainEnd(text: string, pos: number, end: number): number {
  const c = text.charCodeAt(pos)
  if (!isPlainStart(c) && !(c === 0x2d && !isBlankAt(text, pos + 1, end))) return -1
  let at = pos
  let stop = at
  for (; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === LF || (code === HASH && text.charCodeAt(at - 1) === SPACE)) break
    if (code === COLON && isBlankAt(text, at + 1, end)) return -1
    if (code !== SPACE) stop = at + 1
  }
  return stop
}

function isBlankAt(text: string, at: number, end: number): boolean {
  const c = at < end ? text.charCodeAt(at) : LF
  return c === SPACE || c === LF
}

/** Whether a plain scalar may begin so whatever follows: with a letter, a digit, or a sign that YAML has no use for. */
function isPlainStart(c: number): boolean {
  return (
    (c >= 0x61 && c <= 0x7a) ||
    (c >= 0x41 && c <= 0x5a) ||
    (c >= 0x2b && c <= 0x39 && c !== 0x2c && c !== 0x2d) ||
    c === 0x24 ||
    c === 0x28 ||
    c === 0x5f ||
    c === 0x7e ||
    c > 0xa0
  )
}

/**
 * Where a quoted scalar on one line ends, behind its quote; negative where it has no end there, or escapes: any if it
 * `isKey`, since keys are compared as they are written, else others than `\\` and `\"`, or `''`.
 */
export function quotedEnd(text: string, start: number, end: number, isKey = false): number {
  const quote = text.charCodeAt(start)
  for (let at = start + 1; at < end; at++) {
    const c = text.charCodeAt(at)
    const isEscape = (c === BACKSLASH && quote === 0x22) || (c === quote && quote === 0x27)
    const next = isEscape && at + 1 < end ? text.charCodeAt(at + 1) : -1
    if (isEscape && (next === quote || (c === BACKSLASH && next === BACKSLASH))) {
      if (isKey) return -1
      at++
    } else if (c === quote) return at + 1
    else if (isEscape || c === LF) return -1
  }
  return -1
}

/** The text of a scalar that ends where `quotedEnd` says. */
export function unquoted(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1)
  if (text.charCodeAt(start) === 0x27) return inner.includes("'") ? inner.replaceAll("''", "'") : inner
  return inner.includes('\\') ? inner.replace(/\\(.)/g, '$1') : inner
}

/**
 * Where a flow collection on one line ends, behind its bracket; negative where it holds more than words, quoted
 * scalars and other flow collections, with `, ` between them and `: ` behind keys.
 */
export function flowEnd(text: string, start: number, end: number, depth = 0): number {
  if (depth > 10) return -1
  const isMap = text.charCodeAt(start) === 0x7b
  const close = isMap ? 0x7d : 0x5d
  let at = skip(text, start + 1, end)
  if (text.charCodeAt(at) === close) return at + 1
  while (at < end) {
    if (isMap) {
      at = wordEnd(text, at, end)
      if (at < 0 || text.charCodeAt(at) !== 0x3a || text.charCodeAt(at + 1) !== 0x20) return -1
      at = skip(text, at + 1, end)
    }
    const c = text.charCodeAt(at)
    at = c === 0x5b || c === 0x7b ? flowEnd(text, at, end, depth + 1) : wordEnd(text, at, end)
    if (at < 0) return -1
    at = skip(text, at, end)
    const next = text.charCodeAt(at)
    if (next === close) return at + 1
    if (next !== 0x2c) return -1
    at = skip(text, at + 1, end)
  }
  return -1
}

/** The node of a flow collection that ends where `flowEnd` says. */
export function flowNode(text: string, start: number, end: number): Node {
  const isMap = text.charCodeAt(start) === 0x7b
  const items: Node[] = []
  const entries: Entry[] = []
  for (let at = skip(text, start + 1, end); at < end - 1; ) {
    const key = isMap ? wordNode(text, at, end) : undefined
    if (key) at = skip(text, key.span[1] + 1, end)
    const c = text.charCodeAt(at)
    const isOpen = c === 0x5b || c === 0x7b
    const value = isOpen ? flowNode(text, at, flowEnd(text, at, end)) : wordNode(text, at, end)
    if (key) entries.push({ key, value })
    else items.push(value)
    at = skip(text, value.span[1], end)
    // Behind a comma comes the next, behind the last one the bracket.
    at = skip(text, at + 1, end)
  }
  const span = [start, end] as const
  return isMap
    ? { kind: 'mapping', span, flow: true, entries }
    : { kind: 'sequence', span, flow: true, items }
}

function wordNode(text: string, start: number, limit: number): Scalar {
  const first = text.charCodeAt(start)
  const end = wordEnd(text, start, limit)
  const style = first === 0x22 ? 'double' : first === 0x27 ? 'single' : 'plain'
  const own = style === 'plain' ? text.slice(start, end) : unquoted(text, start, end)
  const value = style === 'plain' ? scalarValue(own, style, resolveTag(own)) : own
  return { kind: 'scalar', span: [start, end], text: own, value, style, inFlow: true }
}

function skip(text: string, from: number, end: number): number {
  let at = from
  while (at < end && text.charCodeAt(at) === 0x20) at++
  return at
}

/** Where a quoted scalar or a plain word ends; negative where none begins. */
function wordEnd(text: string, start: number, end: number): number {
  const c = text.charCodeAt(start)
  if (c === 0x22 || c === 0x27) return quotedEnd(text, start, end)
  let at = start
  while (at < end && isWordChar(text, at)) at++
  return at === start ? -1 : at
}

/** A letter, a digit, `_`, `.`, `/`, or one of `-:=+` between such. */
function isWordChar(text: string, at: number): boolean {
  const c = text.charCodeAt(at)
  if (isWord(c)) return true
  const isInner = c === 0x2d || c === 0x3a || c === 0x3d || c === 0x2b
  return isInner && isWord(text.charCodeAt(at - 1)) && isWord(text.charCodeAt(at + 1))
}

function isWord(c: number): boolean {
  return (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || (c >= 0x2e && c <= 0x39) || c === 0x5f
}
