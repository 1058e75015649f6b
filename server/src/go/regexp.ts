import { RE2JS, RE2JSException } from 're2js'
import { type GoError, isGoError } from './go-error.ts'
import { syntaxError } from './regexp/cursor.ts'
import { type Expander, expander } from './regexp/expand.ts'
import { type FindSequence, sequenceFinder } from './regexp/sequence.ts'
import { readRegexp } from './regexp/syntax.ts'

/** A compiled pattern. Matching takes time in proportion to the text, whatever the pattern. */
export interface Regexp {
  /** The names of the groups by number, from 1; empty for a group without one. A name may come twice. */
  readonly groupNames: readonly string[]
  /** Whether the pattern is found anywhere in the text: Go's `MatchString`. Faster than `find`. */
  test(subject: string): boolean
  /**
   * The leftmost match, of several at one place the one that Perl finds: Go's `FindStringSubmatchIndex`. Start and end
   * of the match and then of each group, in UTF-16 units; -1 twice for a group that took no part.
   */
  find(subject: string): readonly number[] | undefined
  /** The successive matches that do not overlap: Go's `FindAllStringSubmatchIndex`, at most `most` of them. */
  findAll(subject: string, most?: number): readonly (readonly number[])[]
  /** Go's `ExpandString`: what a template gives for offsets that `find` gave. */
  expander(template: string): Expander
  /** What a template gives for a text; undefined where the pattern is not found there. */
  extractor(template: string): (subject: string) => string | undefined
}

/**
 * Compiles a pattern as Go 1.26's `regexp.Compile` does (vector family `regexp-match`).
 *
 * The time is in proportion to the size of the program, which a short pattern can make large: `(.{1,100}){1,9}z` has
 * some 2,000 instructions. Where that matters ask `regexpSize` or `regexpError` first.
 */
export function compileRegexp(pattern: string): Regexp | GoError {
  const syntax = readRegexp(pattern)
  if (isGoError(syntax)) return syntax
  const { expression, groupNames, size } = syntax
  const sequence = size < limitsFrom ? sequenceFinder(expression) : undefined
  const matcher = sequence ? sequenceMatcher(sequence) : engineMatcher(expression, pattern)
  if (isGoError(matcher)) return matcher
  const find = sequence ?? matcher.find
  return {
    groupNames,
    ...matcher,
    expander: template => expander(template, groupNames),
    extractor(template) {
      const expand = expander(template, groupNames)
      return subject => {
        const offsets = find(subject)
        return offsets && expand(subject, offsets)
      }
    },
  }
}

/** Only nesting is left to the engine to refuse, and what nests too deeply has at least this size. */
const limitsFrom = 1000

type Matcher = Pick<Regexp, 'test' | 'find' | 'findAll'>

/** A sequence begins where the text does: it is found once at most. */
function sequenceMatcher(find: FindSequence): Matcher {
  return {
    test: subject => find(subject) !== undefined,
    find: subject => find(subject)?.slice(),
    findAll(subject, most = -1) {
      const offsets = most === 0 ? undefined : find(subject)
      return offsets ? [offsets.slice()] : []
    },
  }
}

function engineMatcher(expression: string, pattern: string): Matcher | GoError {
  const compiled = compile(expression, pattern)
  if (isGoError(compiled)) return compiled
  const engine = compiled.re2()
  // Where groups cannot be read in one pass, it is quicker to ask first whether there is a match at all.
  const asksFirst = engine.onepass === null
  return {
    test: subject => compiled.test(subject),
    find: subject =>
      asksFirst && !compiled.test(subject) ? undefined : (engine.findSubmatchIndex(subject) ?? undefined),
    findAll: (subject, most = -1) => engine.findAllSubmatchIndex(subject, most) ?? [],
  }
}

/** The error of a pattern, in Go's words, without the cost of a large program. */
export function regexpError(pattern: string): GoError | undefined {
  const syntax = readRegexp(pattern)
  if (isGoError(syntax)) return syntax
  if (syntax.size < limitsFrom || syntax.size > 5000) return undefined
  const compiled = compile(syntax.expression, pattern)
  return isGoError(compiled) ? compiled : undefined
}

/** About how many instructions a pattern compiles to: what compiling it and each match may cost. 0 for a bad pattern. */
export function regexpSize(pattern: string): number {
  const syntax = readRegexp(pattern)
  return isGoError(syntax) ? 0 : syntax.size
}

function compile(expression: string, pattern: string): RE2JS | GoError {
  try {
    return RE2JS.compile(expression)
  } catch (error) {
    // All that is left are limits, Go's or the machine's, which concern the pattern as a whole.
    if (!(error instanceof RE2JSException || error instanceof RangeError)) throw error
    const code = /nests too deeply/.test(error.message)
      ? 'expression nests too deeply'
      : 'expression too large'
    return syntaxError(code, pattern)
  }
}
