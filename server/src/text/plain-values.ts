/** Values of one line that need no parser: what `commentedScalars` is sure of. */

/** Whether a plain scalar may begin so whatever follows: with a letter, a digit, or a sign that YAML has no use for. */
export function isPlainStart(c: number): boolean {
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

/** Where a quoted scalar on one line ends, behind its quote; negative where it has escapes or no end there. */
export function quotedEnd(text: string, start: number, end: number): number {
  const quote = text.charCodeAt(start)
  for (let at = start + 1; at < end; at++) {
    const c = text.charCodeAt(at)
    if (c === quote) return quote === 0x27 && text.charCodeAt(at + 1) === quote ? -1 : at + 1
    if (c === 0x0a || (c === 0x5c && quote === 0x22)) return -1
  }
  return -1
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
