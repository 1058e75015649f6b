import type { Constraint, Operator, Term } from './constraint.ts'
import { compareVersions, type Version } from './version.ts'

/** Whether a version lies within a range: Masterminds' `Check`. Vector families: semver-constraint and its kin. */
export function satisfies(constraint: Constraint, version: Version): boolean {
  return constraint.groups.some(group => group.every(term => passes(term, version)))
}

/** Whether a version is outside only because it is a prerelease and the range does not ask for any. */
export function isMissedAsPrerelease(constraint: Constraint, version: Version): boolean {
  if (version.pre === '' || satisfies(constraint, version)) return false
  return constraint.groups.some(group => group.every(term => checks[term.operator](version, term)))
}

function passes(term: Term, version: Version): boolean {
  return (version.pre === '' || term.prereleases) && checks[term.operator](version, term)
}

const checks: Readonly<Record<Operator, (version: Version, term: Term) => boolean>> = {
  '=': (version, term) => (term.wildcard === undefined ? order(version, term) === 0 : isNear(version, term)),
  '!=': isOther,
  '>': isAbove,
  '<': (version, term) => order(version, term) < 0,
  '>=': (version, term) => order(version, term) >= 0,
  '<=': isAtMost,
  '~': isNear,
  '^': isCompatible,
}

function order(version: Version, term: Term): number {
  return compareVersions(version, term.version)
}

/** `!=1.x` leaves out all of 1; `!=1.2.x` all of 1.2 with the same prerelease; `!=*` only 0.0.0. */
function isOther(version: Version, term: Term): boolean {
  const { version: at, wildcard } = term
  if (wildcard === 'minor') return version.major !== at.major
  if (wildcard !== 'patch') return order(version, term) !== 0
  return version.major !== at.major || version.minor !== at.minor || version.pre !== at.pre
}

/** `>1` means from 2 on, `>1.2` from 1.3 on; `>*` means above 0.0.0. */
function isAbove(version: Version, term: Term): boolean {
  const { version: at, wildcard } = term
  if (wildcard === undefined || wildcard === 'major') return order(version, term) > 0
  if (version.major !== at.major) return version.major > at.major
  return wildcard === 'patch' && version.minor > at.minor
}

/** `<=1` takes all of 1, `<=1.2` all of 1.2; `<=*` takes 0.0 alone. */
function isAtMost(version: Version, term: Term): boolean {
  const { version: at, wildcard } = term
  if (wildcard === undefined) return order(version, term) <= 0
  if (version.major !== at.major) return version.major < at.major
  return wildcard === 'minor' || version.minor <= at.minor
}

/** `~1.2.3` and `~1.2` stay within 1.2, `~1` within 1; `~0.0.0` and `~*` take everything from there on. */
function isNear(version: Version, term: Term): boolean {
  const { version: at, wildcard } = term
  if (order(version, term) < 0) return false
  const isZero = at.major === 0 && at.minor === 0 && at.patch === 0
  if (isZero && wildcard !== 'minor' && wildcard !== 'patch') return true
  return version.major === at.major && (wildcard === 'minor' || version.minor === at.minor)
}

/** `^1.2.3` stays within 1, `^0.2.3` within 0.2, `^0.0.3` and `^*` on one patch. */
function isCompatible(version: Version, term: Term): boolean {
  const { version: at, wildcard } = term
  if (order(version, term) < 0 || version.major !== at.major) return false
  if (at.major !== 0 || wildcard === 'minor') return true
  if (version.minor !== at.minor) return false
  return at.minor !== 0 || wildcard === 'patch' || version.patch === at.patch
}
