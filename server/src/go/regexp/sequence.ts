/**
 * Patterns that are one sequence from the beginning of a text, `^main-[a-f0-9]+-([0-9]+)$`, of which each repetition
 * ends where the next character can only belong to what follows. There is at most one way to match them, so that no
 * engine can answer otherwise, and walking along the text once finds it. Most filters and exclusion lists are such.
 */

/**
 * Start and end of the match and then of each group, in UTF-16 units, as `Regexp.find`; undefined where there is none.
 * The array is always the same one, and good until the next search: there may be very many of them.
 */
export type FindSequence = (subject: string) => readonly number[] | undefined

/** A matcher of an expression as `readRegexp` gives it (groups have no names); undefined for any that is not of this kind. */
export function sequenceFinder(expression: string): FindSequence | undefined {
  const sequence = readSequence(expression)
  if (sequence === undefined) return undefined
  const { elements, toEnd, groups } = sequence
  const tail = fixedTail(elements, toEnd)
  const isPlain = elements.every((_, index) => isDeterministic(elements, index) || index === tail?.at)
  return isPlain ? finder(elements, toEnd, groups, tail) : undefined
}

/** Characters of one kind, so many times. */
interface Element {
  readonly characters: Characters
  readonly min: number
  readonly max: number
}

/** 1 by code below 128, and whether everything above belongs to them. */
interface Characters {
  readonly ascii: Uint8Array
  readonly others: boolean
}

/** A group begins before one element and ends before another, by their numbers. */
type Group = readonly [start: number, end: number]

interface Sequence {
  readonly elements: readonly Element[]
  readonly toEnd: boolean
  readonly groups: readonly Group[]
}

/** The one repetition that may take what belongs to what follows: behind it everything is of a fixed length, to the end. */
interface Tail {
  readonly at: number
  /** UTF-16 units behind it. */
  readonly length: number
}

function fixedTail(elements: readonly Element[], toEnd: boolean): Tail | undefined {
  const at = elements.findLastIndex(({ min, max }) => min !== max)
  // What is fixed consists of units, not of characters that may take two.
  const rest = elements.slice(at + 1)
  if (!toEnd || at < 0 || rest.some(({ characters }) => characters.others)) return undefined
  return { at, length: rest.reduce((sum, { min }) => sum + min, 0) }
}

/** Whether the character at which this element ends belongs to what follows, and to nothing of its own. */
function isDeterministic(elements: readonly Element[], index: number): boolean {
  const element = elements[index]
  if (element === undefined || element.min === element.max) return true
  for (const next of elements.slice(index + 1)) {
    if (overlap(element.characters, next.characters)) return false
    if (next.min > 0) return true
  }
  return true
}

function overlap(a: Characters, b: Characters): boolean {
  return (a.others && b.others) || a.ascii.some((is, code) => is === 1 && b.ascii[code] === 1)
}

interface Step {
  readonly table: Uint8Array
  readonly others: boolean
  readonly min: number
  readonly max: number
  readonly behind: number
}

function finder(
  elements: readonly Element[],
  toEnd: boolean,
  groups: readonly Group[],
  tail: Tail | undefined,
): FindSequence {
  const steps: readonly Step[] = elements.map(({ characters: { ascii, others }, min, max }, index) => ({
    table: ascii,
    others,
    min,
    max: Math.min(max, 2 ** 30),
    behind: index === tail?.at ? tail.length : 0,
  }))
  // Most texts that do not match end otherwise.
  const last = toEnd ? steps.at(-1) : undefined
  const ending = last && last.min > 0 && !last.others ? last.table : undefined
  const places = [0, elements.length, ...groups.flat()]
  const offsets = places.map(() => 0)
  // Where each element begins; written anew by every search.
  const starts = new Uint32Array(elements.length + 1)
  return subject => {
    if (ending && ending[subject.charCodeAt(subject.length - 1)] !== 1) return undefined
    let at = 0
    // By index: an iterator for each of very many texts is garbage that counts.
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index] as Step
      const start = at
      const end = Math.min(start + step.max, subject.length - step.behind)
      while (at < end) {
        const unit = subject.charCodeAt(at)
        if (unit < 128 ? step.table[unit] === 0 : !step.others) break
        at++
      }
      if (at - start < step.min) return undefined
      starts[index + 1] = at
    }
    if (toEnd && at < subject.length) return undefined
    for (let i = 0; i < places.length; i++) offsets[i] = starts[places[i] ?? 0] ?? 0
    return offsets
  }
}

interface Reading {
  readonly elements: Element[]
  readonly groups: { start: number; end: number }[]
  /** Groups that are open: their number among those that capture, or undefined. */
  readonly open: (number | undefined)[]
}

function readSequence(expression: string): Sequence | undefined {
  if (!expression.startsWith('^')) return undefined
  const { elements, groups, open }: Reading = { elements: [], groups: [], open: [] }
  const toEnd = /(?:^|[^\\])(?:\\\\)*\$$/.test(expression)
  const body = expression.slice(1, toEnd ? -1 : undefined)
  for (let at = 0; at < body.length; ) {
    const rest = body.slice(at)
    const [bracket] = /^\((?:\?:)?(?!\?)/.exec(rest) ?? []
    if (bracket !== undefined) {
      open.push(bracket === '(' ? groups.push({ start: elements.length, end: -1 }) - 1 : undefined)
      at += bracket.length
      continue
    }
    if (rest.startsWith(')')) {
      // A group that is repeated is another kind of pattern.
      if (open.length === 0 || /^\)[*+?{]/.test(rest)) return undefined
      const group = groups[open.pop() ?? -1]
      if (group) group.end = elements.length
      at++
      continue
    }
    const read = readElement(rest)
    if (read === undefined) return undefined
    elements.push(read.element)
    at += read.length
  }
  if (open.length > 0) return undefined
  return { elements, toEnd, groups: groups.map(({ start, end }) => [start, end]) }
}

/** Characters and how often they are repeated: `[a-f0-9]+`, `\d{1,3}`, `v?`, `\x{2d}`. */
function readElement(text: string): { readonly element: Element; readonly length: number } | undefined {
  const [atom] = atomPattern.exec(text) ?? []
  if (atom === undefined) return undefined
  const characters = readCharacters(atom)
  const [repeat = '', from, comma, to] =
    /^(?:[*+?]|\{(\d{1,3})(,?)(\d{1,3})?\})/.exec(text.slice(atom.length)) ?? []
  const length = atom.length + repeat.length
  // Behind a repetition another operator makes it lazy, or is an error.
  if (characters === undefined || /^[*+?{]/.test(text.slice(length))) return undefined
  const [min, max] = counts(repeat, from, comma, to)
  // A character beyond the ASCII ones may be two units: it can be counted only by none, some and any.
  if (min > max || (characters.others && (min > 1 || max !== endless))) return undefined
  return { element: { characters, min, max }, length }
}

/** As `readRegexp` writes them: one character, or a class of characters and ranges. */
const one = '[A-Za-z0-9]|\\\\x\\{[0-9a-f]+\\}'
const atomPattern = new RegExp(`^(?:${one}|\\\\[dw]|\\.|\\[(?:(?:${one})(?:-(?:${one}))?|\\\\[dw])+\\])`)
const memberPattern = new RegExp(`(${one})(?:-(${one}))?|\\\\([dw])`, 'g')

const endless = Number.POSITIVE_INFINITY

function counts(
  repeat: string,
  from: string | undefined,
  comma: string | undefined,
  to: string | undefined,
): readonly [min: number, max: number] {
  if (repeat === '*') return [0, endless]
  if (repeat === '+') return [1, endless]
  if (repeat === '?') return [0, 1]
  if (from === undefined) return [1, 1]
  return [Number(from), to !== undefined ? Number(to) : comma === ',' ? endless : Number(from)]
}

/** Undefined for what is beyond ASCII. */
function readCharacters(atom: string): Characters | undefined {
  const ascii = new Uint8Array(128)
  if (atom === '.') return { ascii: ascii.map((_, code) => (code === 10 ? 0 : 1)), others: true }
  for (const [, from = '', to = from, perl] of atom.matchAll(memberPattern)) {
    const ranges =
      perl === 'd' ? digits : perl === 'w' ? wordCharacters : [[codeOf(from), codeOf(to)] as const]
    for (const [low, high] of ranges) {
      if (high > 127) return undefined
      ascii.fill(1, low, high + 1)
    }
  }
  return { ascii, others: false }
}

const digits = [[48, 57]] as const
const wordCharacters = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
] as const

function codeOf(literal: string): number {
  return literal.length === 1 ? literal.charCodeAt(0) : Number.parseInt(literal.slice(3, -1), 16)
}
