import { isGoError } from '../../go/go-error.ts'
import { parseConstraint, type SemverGeneration } from '../../go/semver/constraint.ts'
import { satisfies } from '../../go/semver/satisfies.ts'
import type { Version } from '../../go/semver/version.ts'

/**
 * The range up to the next major version above `to`, from where it began: `1.x` and 2.3.0 are `>=1.0.0 <3.0.0`.
 * Undefined where such a range would lose a version that the old one takes, or has no beginning of its own.
 */
export function widerRange(
  range: string,
  to: Version,
  versions: readonly Version[],
  generation: SemverGeneration,
): string | undefined {
  if (range.includes('||')) return undefined
  const [, major, minor, patch, pre = ''] =
    /^\s*(?:>=|\^|~|=)?\s*v?(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(-[0-9A-Za-z.-]+)?/.exec(range) ?? []
  if (major === undefined) return undefined
  const number = (part: string | undefined) => (/^\d+$/.test(part ?? '') ? part : '0')
  const wider = `>=${major}.${number(minor)}.${number(patch)}${pre} <${BigInt(to.major) + 1n}.0.0`
  return takes(wider, [to], generation) && keepsAll(range, wider, versions, generation) ? wider : undefined
}

/** The range with `-0`, so that it takes prereleases: undefined where no such range takes one of the versions. */
export function prereleaseRange(
  range: string,
  versions: readonly Version[],
  generation: SemverGeneration,
): string | undefined {
  const prereleases = versions.filter(({ pre }) => pre !== '')
  if (prereleases.length === 0 || range.includes('-')) return undefined
  const lower = range.replace(/(^|\|\|\s*|(?:>=|\^|~|=)\s*)(v?\d+(?:\.(?:\d+|[xX*]))*)/g, '$1$2-0')
  const every = range.replace(/v?\d+(?:\.(?:\d+|[xX*]))*/g, '$&-0')
  const bounded = every.replace(/(<\s*v?\d+(?:\.\d+)*)-0/g, '$1')
  const whole = /^\s*v?(\d+)\.[xX*](?:\.[xX*])?\s*$/.exec(range)?.[1]
  const candidates = [
    ...(whole === undefined ? [] : [`>=${whole}.0.0-0 <${BigInt(whole) + 1n}.0.0-0`]),
    ...(range.trim() === '*' ? ['>=0.0.0-0'] : []),
    lower,
    bounded,
    every,
  ]
  return candidates.find(one => one !== range && takes(one, prereleases, generation))
}

/** Whether a range takes one of the versions. */
function takes(range: string, versions: readonly Version[], generation: SemverGeneration): boolean {
  const constraint = parseConstraint(range, generation)
  return !isGoError(constraint) && versions.some(version => satisfies(constraint, version))
}

function keepsAll(
  old: string,
  wider: string,
  versions: readonly Version[],
  generation: SemverGeneration,
): boolean {
  const [before, after] = [parseConstraint(old, generation), parseConstraint(wider, generation)]
  if (isGoError(before) || isGoError(after)) return false
  return versions.every(version => !satisfies(before, version) || satisfies(after, version))
}
