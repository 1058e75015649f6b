import { isGoError } from '../../go/go-error.ts'
import { parseConstraint, type SemverGeneration } from '../../go/semver/constraint.ts'
import { parseVersion, type Version } from '../../go/semver/version.ts'

/** The range that takes one version alone: `1.2.3` of `v1.2.3`. Undefined where the key is no version. */
export function exactRange(key: string): string | undefined {
  const version = parseVersion(key)
  return isGoError(version) ? undefined : textOf(version)
}

/**
 * The range without one version: `!=X` in each `||` group. Undefined where the key is no version, or where the range does
 * not read any more.
 */
export function rangeWithout(range: string, key: string, generation: SemverGeneration): string | undefined {
  const version = parseVersion(key)
  if (isGoError(version)) return undefined
  const without = range
    .split('||')
    .map(group => `${group.trimEnd()}, !=${textOf(version)}${/\s*$/.exec(group)?.[0] ?? ''}`)
    .join('||')
  return isGoError(parseConstraint(without, generation)) ? undefined : without
}

function textOf({ major, minor, patch, pre }: Version): string {
  return `${major}.${minor}.${patch}${pre === '' ? '' : `-${pre}`}`
}
