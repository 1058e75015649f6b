/**
 * Versions as Masterminds/semver v3 reads and orders them, which is what Flux calls a semantic version.
 * Vector families: semver-version, semver-compare.
 */
import type { GoError } from '../go-error.ts'

/** A uint64. A bigint only where a double cannot hold it, so that `===` and `<` are right for any two. */
export type Uint64 = number | bigint

/** A version in its parts. `original` is the text it was read from, which is what Flux selects. */
export interface Version {
  readonly major: Uint64
  readonly minor: Uint64
  readonly patch: Uint64
  /** The prerelease without its `-`; empty for a release. */
  readonly pre: string
  /** The build metadata without its `+`. It has no say in any comparison. */
  readonly meta: string
  readonly original: string
}

/**
 * A tag as Flux's `version.ParseVersion` reads it: two dots are demanded, a `v` and leading zeros are allowed.
 *
 * `v2025.02.03-rc.1` is 2025.2.3 with the prerelease `rc.1`; `1.2` and `1.2.3.4` are errors.
 */
export function parseVersion(tag: string): Version | GoError {
  const dot = tag.indexOf('.')
  return dot < 0 || tag.indexOf('.', dot + 1) < 0 ? invalid : newVersion(tag)
}

/** Masterminds' `NewVersion`: as `parseVersion`, but minor and patch may be missing and are 0 then. */
export function newVersion(text: string): Version | GoError {
  const start = text.charCodeAt(0) === 0x76 ? 1 : 0
  const majorEnd = digitsEnd(text, start)
  if (majorEnd === start) return invalid
  const minorEnd = dottedDigitsEnd(text, majorEnd)
  const patchEnd = dottedDigitsEnd(text, minorEnd)
  const preEnd = text.charCodeAt(patchEnd) === hyphen ? identifiersEnd(text, patchEnd + 1) : patchEnd
  const metaEnd = text.charCodeAt(preEnd) === plus ? identifiersEnd(text, preEnd + 1) : preEnd
  if (metaEnd !== text.length) return invalid
  const major = parseUint(text, start, majorEnd)
  if (typeof major === 'object') return major
  const minor = parseUint(text, majorEnd + 1, minorEnd)
  if (typeof minor === 'object') return minor
  const patch = parseUint(text, minorEnd + 1, patchEnd)
  if (typeof patch === 'object') return patch
  const pre = text.slice(patchEnd + 1, preEnd)
  if (zeroLed.test(pre)) return { err: 'version segment starts with 0' }
  return { major, minor, patch, pre, meta: text.slice(preEnd + 1, metaEnd), original: text }
}

/** Precedence: numbers first, a prerelease below its release, build metadata ignored. */
export function compareVersions(a: Version, b: Version): -1 | 0 | 1 {
  return (
    compareNumbers(a.major, b.major) ||
    compareNumbers(a.minor, b.minor) ||
    compareNumbers(a.patch, b.patch) ||
    comparePrereleases(a.pre, b.pre)
  )
}

const invalid: GoError = { err: 'invalid semantic version' }

const dot = 0x2e
const hyphen = 0x2d
const plus = 0x2b

/** A prerelease with a numeric identifier that begins with 0 and goes on. */
const zeroLed = /(?:^|\.)0[0-9]+(?:\.|$)/

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isIdentifierCharacter(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === hyphen
}

function digitsEnd(text: string, start: number): number {
  let at = start
  while (isDigit(text.charCodeAt(at))) at++
  return at
}

/** The end of `.` and digits; `start` where they are not there. */
function dottedDigitsEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== dot) return start
  const end = digitsEnd(text, start + 1)
  return end === start + 1 ? start : end
}

/** The end of identifiers with dots between them, or -1 where one is empty. */
function identifiersEnd(text: string, start: number): number {
  let from = start
  for (;;) {
    let at = from
    while (isIdentifierCharacter(text.charCodeAt(at))) at++
    if (at === from) return -1
    if (text.charCodeAt(at) !== dot) return at
    from = at + 1
  }
}

const maxUint64 = '18446744073709551615'

/** The digits between two offsets, 0 where there are none. Few digits, the usual case, never become a bigint. */
function parseUint(text: string, start: number, end: number): Uint64 | GoError {
  if (end - start > 15) return parseLongUint(text.slice(start, end))
  let value = 0
  for (let at = start; at < end; at++) value = value * 10 + text.charCodeAt(at) - 0x30
  return value
}

function parseLongUint(digits: string): Uint64 | GoError {
  const significant = digits.replace(/^0+/, '')
  if (!isUint64(significant)) {
    return {
      err: `error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`,
    }
  }
  const value = BigInt(significant)
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

/** Whether digits without leading zeros fit into 64 bits. */
function isUint64(digits: string): boolean {
  return digits.length < maxUint64.length || (digits.length === maxUint64.length && digits <= maxUint64)
}

function compareNumbers(a: Uint64, b: Uint64): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

function comparePrereleases(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0
  if (a === '') return 1
  if (b === '') return -1
  const others = b.split('.')
  const parts = a.split('.')
  for (const [index, part] of parts.entries()) {
    const order = compareIdentifiers(part, others[index] ?? '')
    if (order !== 0) return order
  }
  return parts.length < others.length ? -1 : 0
}

/**
 * Numbers by value and below words, words by their bytes, nothing below everything.
 * Digits that do not fit into 64 bits are a word. Numbers hold no leading zeros, so length decides first.
 */
function compareIdentifiers(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0
  const isNumber = isNumeric(a)
  if (b === '' || isNumber !== isNumeric(b)) return isNumber && b !== '' ? -1 : 1
  if (isNumber && a.length !== b.length) return a.length < b.length ? -1 : 1
  return a < b ? -1 : 1
}

function isNumeric(identifier: string): boolean {
  return /^[0-9]+$/.test(identifier) && isUint64(identifier)
}
