import { RE2JS, RE2JSException } from 're2js'
import { isGoError } from '../go-error.ts'
import { readRegexp } from './syntax.ts'

/** The characters that texts are made of. */
export interface Alphabet {
  /** What a text can begin with. A text has at least one character. */
  readonly first: readonly number[]
  /** What can follow, as code points. */
  readonly rest: readonly number[]
  /** At most so many characters. */
  readonly most: number
}

/**
 * Whether a pattern can be found in any text at all that is made of these characters: asked of the compiled program,
 * whose every path is walked once. True where the pattern is none, or too large to tell; word boundaries are taken to
 * hold. Synchronous, in proportion to the program's size.
 */
export function canMatch(pattern: string, alphabet: Alphabet): boolean {
  const program = programOf(pattern)
  if (program === undefined) return true
  const seen = new Set<string>()
  let level: State[] = [{ at: program.start, isFirst: true, isLast: false }]
  for (let length = 0; length <= alphabet.most && (level.length > 0 || length < 2); length++) {
    // The pattern may begin behind what it does not ask about.
    if (length === 1) level.push({ at: program.start, isFirst: false, isLast: false })
    const next: State[] = []
    for (const state of reachable(program, level, seen)) {
      const instruction = program.inst[state.at]
      if (instruction === undefined) continue
      if (instruction.op === match && !(state.isFirst && state.isLast)) return true
      if (instruction.op < rune || instruction.op > anyButNewline || state.isLast) continue
      const letters = state.isFirst ? alphabet.first : alphabet.rest
      const takesAny = instruction.op >= any
      if (takesAny || letters.some(letter => instruction.matchRune(letter)))
        next.push({ at: instruction.out, isFirst: false, isLast: false })
    }
    level = next
  }
  return false
}

/** Where a walk through the program is: before the text's first character, behind its last. */
interface State {
  readonly at: number
  readonly isFirst: boolean
  readonly isLast: boolean
}

/** The states that are reached without reading a character, each once in the whole walk. */
function reachable(program: Program, from: readonly State[], seen: Set<string>): readonly State[] {
  const found: State[] = []
  const open = [...from]
  for (let state = open.pop(); state; state = open.pop()) {
    const key = `${state.at} ${state.isFirst} ${state.isLast}`
    if (seen.has(key)) continue
    seen.add(key)
    found.push(state)
    const instruction = program.inst[state.at]
    if (instruction === undefined) continue
    const { op, out, arg } = instruction
    if (op === alternative || op === alternativeMatch) open.push({ ...state, at: out }, { ...state, at: arg })
    if (op === capture || op === nothing) open.push({ ...state, at: out })
    if (op !== emptyWidth) continue
    const needsFirst = (arg & (beginLine | beginText)) !== 0
    const needsLast = (arg & (endLine | endText)) !== 0
    if (needsFirst && !state.isFirst) continue
    open.push({ ...state, at: out, isLast: state.isLast || needsLast })
  }
  return found
}

/** The compiled program of re2js, as far as it is read here: that of Go's `regexp/syntax`. */
interface Program {
  readonly start: number
  readonly inst: readonly {
    readonly op: number
    readonly out: number
    readonly arg: number
    matchRune(letter: number): boolean
  }[]
}

const [alternative, alternativeMatch, capture, emptyWidth, match, nothing] = [1, 2, 3, 4, 6, 7] as const
const [rune, any, anyButNewline] = [8, 10, 11] as const
const [beginLine, endLine, beginText, endText] = [1, 2, 4, 8] as const

/** Patterns of more instructions are not walked. */
const most = 5000

function programOf(pattern: string): Program | undefined {
  const syntax = readRegexp(pattern)
  if (isGoError(syntax) || syntax.size > most) return undefined
  try {
    return RE2JS.compile(syntax.expression).re2().prog as Program
  } catch (error) {
    if (!(error instanceof RE2JSException || error instanceof RangeError)) throw error
    return undefined
  }
}
