import { type GoError, isGoError } from '../go-error.ts'
import { perlClass, readClass } from './class.ts'
import { type Cursor, literal, next, syntaxError, take } from './cursor.ts'
import { readEscape } from './escape.ts'
import { readUnicodeClass } from './unicode-class.ts'

/** A pattern that Go accepts. */
export interface RegexpSyntax {
  /** The same pattern for the engine, without what the engine reads otherwise than Go, and without group names. */
  readonly expression: string
  /** The names of the groups by number, from 1; empty for a group without one. A name may come twice. */
  readonly groupNames: readonly string[]
  /** About how many instructions it compiles to; never too few. */
  readonly size: number
}

/** The last thing that a repetition may apply to. */
interface Operand {
  readonly size: number
  /** The largest product of nested repeat counts in it. */
  readonly repeats: number
  /** Where it begins in the expression. */
  readonly start: number
  /** Where its repetition ends there, if it has one. Only flags may follow. */
  readonly end?: number
}

/** What stands between an open `(` and the cursor. */
interface Group {
  readonly captures: boolean
  /** Where it begins in the expression. */
  readonly start: number
  size: number
  repeats: number
  operand: Operand | undefined
}

interface Reading extends Cursor {
  expression: string
  readonly groupNames: string[]
  readonly groups: Group[]
  /** Where the repetition operator just read began; a second one behind it is an error. */
  lastRepeat: number | undefined
}

const one = { size: 1, repeats: 1 }
/** Go's limits: counts multiplied, and instructions (128 MiB of 40 bytes each). */
const mostRepeats = 1000
const unbounded = Number.POSITIVE_INFINITY
const mostInstructions = Math.floor((128 * 2 ** 20) / 40)

/** Reads a pattern as Go's `regexp/syntax` does with its Perl flags, up to the first error in Go's words. */
export function readRegexp(pattern: string): RegexpSyntax | GoError {
  const bottom = newGroup(false, 0)
  const reading: Reading = {
    text: pattern,
    at: 0,
    expression: '',
    groupNames: [],
    groups: [bottom],
    lastRepeat: undefined,
  }
  while (reading.at < pattern.length) {
    const error = readToken(reading)
    if (error !== undefined) return error
  }
  if (reading.groups.length > 1) return syntaxError('missing closing )', pattern)
  if (settle(bottom).size > mostInstructions) return tooLarge(pattern)
  const { expression, groupNames } = reading
  return { expression, groupNames, size: bottom.size }
}

function readToken(reading: Reading): GoError | undefined {
  const repeat = readRepeat(reading)
  if (repeat !== undefined) return isGoError(repeat) ? repeat : undefined
  reading.lastRepeat = undefined
  switch (reading.text[reading.at]) {
    case '(':
      return reading.text[reading.at + 1] === '?'
        ? readPerlGroup(reading)
        : openGroup(reading, '(', reading.at + 1, '')
    case ')':
      return closeGroup(reading)
    case '|':
      return readBar(reading)
    case '[':
      return push(reading, readClass(reading))
    case '\\':
      return readBackslash(reading)
    case '^':
    case '$':
    case '.':
      return push(reading, String.fromCodePoint(next(reading)))
    default:
      return push(reading, literal(next(reading)))
  }
}

/** Adds something that can be repeated. */
function push(reading: Reading, written: string | GoError): GoError | undefined {
  if (isGoError(written)) return written
  const group = settle(top(reading))
  group.operand = { ...one, start: reading.expression.length }
  reading.expression += written
  return undefined
}

function readBackslash(reading: Reading): GoError | undefined {
  const sequence = reading.text.slice(reading.at, reading.at + 2)
  if (take(reading, '\\Q')) return readQuoted(reading)
  if (sequence === '\\C') return syntaxError('invalid escape sequence', sequence)
  if (sequence === '\\p' || sequence === '\\P') return push(reading, readUnicodeClass(reading))
  if (/^\\[AbBz]/.test(sequence) || perlClass.test(sequence)) {
    reading.at += 2
    return push(reading, sequence)
  }
  const rune = readEscape(reading)
  return push(reading, isGoError(rune) ? rune : literal(rune))
}

/** `\Q…\E`, behind its `\Q`: each character for itself. */
function readQuoted(reading: Reading): undefined {
  const end = reading.text.indexOf('\\E', reading.at)
  const stop = end < 0 ? reading.text.length : end
  while (reading.at < stop) push(reading, literal(next(reading)))
  reading.at = end < 0 ? stop : end + 2
}

/** `(?P<name>`, `(?<name>`, `(?i)`, `(?i:`: Go's `parsePerlFlags`. */
function readPerlGroup(reading: Reading): GoError | undefined {
  const { text, at: start } = reading
  const named = /^\(\?P?</.exec(text.slice(start, start + 4))?.[0]
  // Go wants something behind `<` before it takes this for a name.
  if (named !== undefined && start + named.length < text.length) {
    const end = text.indexOf('>', start)
    if (end < 0) return syntaxError('invalid named capture', text.slice(start))
    const name = text.slice(start + named.length, end)
    if (!/^[A-Za-z0-9_]+$/.test(name)) return syntaxError('invalid named capture', text.slice(start, end + 1))
    return openGroup(reading, '(', end + 1, name)
  }
  return readFlags(reading)
}

/** `(?i)` holds to the end of the group, `(?i:` opens one. */
function readFlags(reading: Reading): GoError | undefined {
  const start = reading.at
  reading.at += 2
  let negative = false
  let seen = false
  while (reading.at < reading.text.length) {
    const flag = String.fromCodePoint(next(reading))
    if ('imsU'.includes(flag)) seen = true
    else if (flag === '-' && !negative) {
      negative = true
      seen = false
    } else if ((flag === ':' || flag === ')') && (seen || !negative)) {
      const written = reading.text.slice(start, reading.at)
      if (flag === ':') return openGroup(reading, written, reading.at)
      reading.expression += written
      return undefined
    } else break
  }
  return syntaxError('invalid or unsupported Perl syntax', reading.text.slice(start, reading.at))
}

/** Opens a group that the engine reads as `written`; the cursor goes to `end`. A name makes it a capturing one. */
function openGroup(reading: Reading, written: string, end: number, name?: string): undefined {
  settle(top(reading))
  reading.groups.push(newGroup(name !== undefined, reading.expression.length))
  if (name !== undefined) reading.groupNames.push(name)
  reading.expression += written
  reading.at = end
}

function closeGroup(reading: Reading): GoError | undefined {
  if (reading.groups.length === 1) return syntaxError('unexpected )', reading.text)
  const { captures, start, size, repeats } = settle(top(reading))
  if (size > mostInstructions) return tooLarge(reading.text)
  reading.groups.pop()
  settle(top(reading)).operand = { size: Math.max(1, size) + (captures ? 2 : 0), repeats, start }
  reading.expression += ')'
  reading.at++
  return undefined
}

function readBar(reading: Reading): undefined {
  settle(top(reading)).size++
  reading.expression += '|'
  reading.at++
}

/** `*`, `+?`, `{2,3}`; undefined where the cursor stands at none, or at a brace that is only a character. */
function readRepeat(reading: Reading): true | GoError | undefined {
  const { text, at: start } = reading
  const counted = readCounts(text, start)
  if (counted === undefined && !/[*+?]/.test(text.charAt(start))) return undefined
  reading.at = counted?.end ?? start + 1
  if (counted !== undefined && !isInRange(counted)) return badCount(reading, start)
  take(reading, '?')
  if (reading.lastRepeat !== undefined) {
    return syntaxError('invalid nested repetition operator', text.slice(reading.lastRepeat, reading.at))
  }
  const group = top(reading)
  if (group.operand === undefined) {
    return syntaxError('missing argument to repetition operator', text.slice(start, reading.at))
  }
  const { start: operandStart, end } = group.operand
  const { size, repeats } = multiplied(
    group.operand,
    counted ?? { min: text[start] === '*' ? 0 : 1, max: unbounded },
  )
  if (size > mostInstructions) return tooLarge(text)
  if (repeats > mostRepeats) return badCount(reading, start)
  reading.lastRepeat = start
  // `a*\Q\E*` repeats what is repeated already, which the engine would not take as `a**`.
  if (end !== undefined) {
    const { expression } = reading
    const repeated = `(?:${expression.slice(operandStart, end)})`
    reading.expression = expression.slice(0, operandStart) + repeated + expression.slice(end)
  }
  reading.expression += text.slice(start, reading.at)
  group.operand = { size, repeats, start: operandStart, end: reading.expression.length }
  return true
}

function tooLarge(pattern: string): GoError {
  return syntaxError('expression too large', pattern)
}

function badCount(reading: Reading, start: number): GoError {
  return syntaxError('invalid repeat count', reading.text.slice(start, reading.at))
}

interface Counts {
  readonly min: number
  /** `unbounded` for `{2,}`. */
  readonly max: number
  readonly end: number
}

/** `{2}`, `{2,}` or `{2,3}`; a count with a leading zero makes it plain text. */
function readCounts(text: string, start: number): Counts | undefined {
  if (text[start] !== '{') return undefined
  const counts = /^\{(0|[1-9][0-9]*)(?:(,)(|0|[1-9][0-9]*))?\}/
  const [whole, min, comma, max] = counts.exec(text.slice(start)) ?? []
  if (whole === undefined) return undefined
  const most = comma === undefined ? Number(min) : max === '' ? unbounded : Number(max)
  return { min: Number(min), max: most, end: start + whole.length }
}

function isInRange({ min, max }: Counts): boolean {
  return min <= mostRepeats && min <= max && (max <= mostRepeats || max === unbounded)
}

/** Go's `calcSize` of a repetition; `?` counts as `+` does. */
function multiplied({ size, repeats }: typeof one, { min, max }: Omit<Counts, 'end'>): typeof one {
  if (max === 0) return one
  if (max !== unbounded) return { size: max * size + max - min, repeats: repeats * max }
  if (min === 0) return { size: size + 2, repeats }
  return { size: min * size + 1, repeats: repeats * min }
}

function newGroup(captures: boolean, start: number): Group {
  return { captures, start, size: 0, repeats: 1, operand: undefined }
}

/** The innermost open group. The outermost never closes. */
function top(reading: Reading): Group {
  return reading.groups.at(-1) ?? newGroup(false, 0)
}

/** Counts the group's last operand as done: no repetition applies to it any more. */
function settle(group: Group): Group {
  const { size, repeats } = group.operand ?? { size: 0, repeats: 1 }
  group.size += size
  group.repeats = Math.max(group.repeats, repeats)
  group.operand = undefined
  return group
}
