import { isGoError } from '../../../server/src/go/go-error.ts'
import { parseConstraint, type SemverGeneration } from '../../../server/src/go/semver/constraint.ts'
import { satisfies } from '../../../server/src/go/semver/satisfies.ts'
import { compareVersions, parseVersion } from '../../../server/src/go/semver/version.ts'
import type { Answer } from '../compare.ts'

export function semverVersion(input: { readonly in: string }): Answer {
  const version = parseVersion(input.in)
  if (isGoError(version)) return version
  const { major, minor, patch, pre, meta } = version
  return { major: String(major), minor: String(minor), patch: String(patch), pre, meta }
}

export function semverCompare(input: { readonly a: string; readonly b: string }): Answer {
  const [a, b] = [parseVersion(input.a), parseVersion(input.b)]
  if (isGoError(a)) return a
  return isGoError(b) ? b : { cmp: compareVersions(a, b) }
}

type RangeInput = { readonly range: string; readonly tags: readonly string[] }

export function semverConstraint(input: RangeInput): Answer {
  return constraintAnswer(input, 'flux-2.7')
}

export function semverConstraintFlux26(input: RangeInput): Answer {
  return constraintAnswer(input, 'flux-2.6')
}

function constraintAnswer(input: RangeInput, generation: SemverGeneration): Answer {
  const constraint = parseConstraint(input.range, generation)
  if (isGoError(constraint)) return constraint
  const answer = { in: [] as string[], out: [] as string[], invalid: [] as string[] }
  for (const tag of input.tags) {
    const version = parseVersion(tag)
    if (isGoError(version)) answer.invalid.push(tag)
    else answer[satisfies(constraint, version) ? 'in' : 'out'].push(tag)
  }
  return answer
}
