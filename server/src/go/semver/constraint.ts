/**
 * Ranges as Masterminds/semver v3 reads them, in its grammar and its error texts.
 * Vector families: semver-constraint, semver-constraint-flux-2.6.
 */
import { type GoError, isGoError } from '../go-error.ts'
import { quote } from '../quote.ts'
import { rewriteHyphenRanges } from './hyphen-range.ts'
import { newVersion, type Version } from './version.ts'

/**
 * Whose rules count: `flux-2.6` for Masterminds 3.3.0 (Flux up to 2.6), `flux-2.7` for 3.4 and later.
 * They differ in when a range takes prereleases, and in the error texts.
 */
export type SemverGeneration = 'flux-2.6' | 'flux-2.7'

export type Operator = '=' | '!=' | '>' | '<' | '>=' | '<=' | '~' | '^'

/** One comparison of a range, such as `>=1.2`. */
export interface Term {
  readonly operator: Operator
  /** What to compare with; 0 for a part that is a wildcard or missing. */
  readonly version: Version
  /** The first part that is a wildcard or missing: `minor` for `1`, `1.x` and `1.x.3`. */
  readonly wildcard: 'major' | 'minor' | 'patch' | undefined
  /** Whether the term looks at prereleases at all; where not, it takes none. */
  readonly prereleases: boolean
}

/** A range: a version has to satisfy all terms of any one group. */
export interface Constraint {
  readonly groups: readonly (readonly Term[])[]
}

/**
 * A range such as `>=1.0.0 <2.0.0-0 || 1.2 - 1.4`.
 * The error is Go's: `improper constraint: "…"` with the part that is wrong, hyphen ranges already rewritten.
 */
export function parseConstraint(range: string, generation: SemverGeneration): Constraint | GoError {
  const groups: (readonly Term[])[] = []
  for (const part of rewriteHyphenRanges(range).split('||')) {
    const group = parseGroup(part, generation)
    if (isGoError(group)) return group
    groups.push(group)
  }
  return { groups }
}

const operators: ReadonlyMap<string, Operator> = new Map([
  ['', '='],
  ['=', '='],
  ['!=', '!='],
  ['>', '>'],
  ['<', '<'],
  ['>=', '>='],
  ['=>', '>='],
  ['<=', '<='],
  ['=<', '<='],
  ['~', '~'],
  ['~>', '~'],
  ['^', '^'],
])

/** A term as written: its operator, and what `oneTerm` captured. */
interface WrittenTerm {
  readonly operator: Operator
  readonly captured: RegExpExecArray
}

/** Terms separated by white space or a comma. Go checks the whole group's form before it reads a version. */
function parseGroup(part: string, generation: SemverGeneration): readonly Term[] | GoError {
  const written = splitTerms(part)
  if (written === undefined) {
    return { err: `improper constraint: ${generation === 'flux-2.6' ? part : quote(part)}` }
  }
  const terms: Omit<Term, 'prereleases'>[] = []
  for (const one of written) {
    const term = readTerm(one)
    if (term === undefined) {
      return { err: generation === 'flux-2.6' ? 'constraint Parser Error' : 'constraint parser error' }
    }
    terms.push(term)
  }
  const anyPrerelease = terms.some(({ version }) => version.pre !== '')
  return terms.map(term => ({
    ...term,
    prereleases: generation === 'flux-2.6' ? takesPrereleases(term) : anyPrerelease,
  }))
}

/** Masterminds 3.3.0 asks each term for itself, and lets all prereleases pass a `!=` without wildcard. */
function takesPrereleases({ operator, version, wildcard }: Omit<Term, 'prereleases'>): boolean {
  return version.pre !== '' || (operator === '!=' && wildcard === undefined)
}

/** A term at the start of a text, and the white space and comma behind it. Linear: no two neighbouring parts share a character. */
const oneTerm =
  /^[\t\n\f\r ]*(?:([=!<>~^]+)[\t\n\f\r ]*)?(v?([0-9|xX*]+)(\.[0-9|xX*]+)?(\.[0-9|xX*]+)?(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)([\t\n\f\r ]*,?)/

/** Undefined where the group does not have the form `term ((white space or comma) term)*`. */
function splitTerms(part: string): readonly WrittenTerm[] | undefined {
  const terms: WrittenTerm[] = []
  let rest = part
  for (;;) {
    const captured = oneTerm.exec(rest)
    const operator = operators.get(captured?.[1] ?? '')
    if (captured === null || operator === undefined) return undefined
    terms.push({ operator, captured })
    const separator = captured[7] ?? ''
    rest = rest.slice(captured[0].length)
    if (rest === '' && !separator.endsWith(',')) return terms
    if (separator === '') return undefined
  }
}

/** Undefined where the numbers are none: `1xx`, `1|2`, more than 64 bits, a prerelease `01`. */
function readTerm({ operator, captured }: WrittenTerm): Omit<Term, 'prereleases'> | undefined {
  const [, , text = '', major = '', minor = '', patch = '', pre = ''] = captured
  const wildcard = firstWildcard(major, minor.slice(1), patch.slice(1))
  const numbers = {
    none: text,
    major: `0.0.0${pre}`,
    minor: `${major}.0.0${pre}`,
    patch: `${major}${minor}.0${pre}`,
  }
  const version = newVersion(numbers[wildcard ?? 'none'])
  return isGoError(version) ? undefined : { operator, version, wildcard }
}

function firstWildcard(major: string, minor: string, patch: string): Term['wildcard'] {
  const isWild = (part: string): boolean => ['', 'x', 'X', '*'].includes(part)
  return isWild(major) ? 'major' : isWild(minor) ? 'minor' : isWild(patch) ? 'patch' : undefined
}
