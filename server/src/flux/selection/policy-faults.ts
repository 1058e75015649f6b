import { isGoError } from '../../go/go-error.ts'
import { regexpError } from '../../go/regexp.ts'
import { parseConstraint } from '../../go/semver/constraint.ts'
import type { Entry, Scalar } from '../../text/node.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import { holdsVariable, specField, specScalar } from '../resources/spec-field.ts'
import { semverGeneration } from '../version/flux-version.ts'
import { type Lookaround, lookaround } from './lookaround.ts'

/** A filter pattern that Go does not take, Go's error, and what of another engine it uses (docs/flux.md §3.2). */
export interface PatternFault {
  readonly pattern: Scalar
  readonly err: string
  readonly lookaround: Lookaround | undefined
}

/** Why Flux stalls a policy for its `filterTags.pattern`; undefined where it does not, or a variable decides. */
export function patternFault(policy: ImagePolicy): PatternFault | undefined {
  const pattern = specScalar(policy, 'filterTags', 'pattern')
  const error = pattern && regexpError(pattern.text)
  if (!pattern || !error) return undefined
  const found = lookaround(pattern.text)
  if (found === undefined && holdsVariable(pattern.text)) return undefined
  return { pattern, err: error.err, lookaround: found }
}

/** Why Flux stalls a policy for its `semver.range` under a Flux version; undefined where it does not. */
export function rangeFault(
  policy: ImagePolicy,
  fluxVersion: string,
): { readonly range: Scalar; readonly err: string } | undefined {
  const range = specScalar(policy, 'policy', 'semver', 'range')
  if (range === undefined || holdsVariable(range.text)) return undefined
  const error = parseConstraint(range.text, semverGeneration(fluxVersion))
  return isGoError(error) ? { range, err: error.err } : undefined
}

/**
 * The `policy` entry of a policy that no rule is in, as it is written and in none of the forms that clusters receive;
 * undefined where there is one, or may be.
 */
export function ruleFault(policy: ImagePolicy, variants: readonly Placed<ImagePolicy>[]): Entry | undefined {
  const spec = specField(policy)
  const entries = spec?.kind === 'mapping' ? spec.entries : []
  const entry = entries.find(({ key }) => key.kind === 'scalar' && key.text === 'policy')
  const rules = entry?.value
  if (rules?.kind !== 'mapping') return undefined
  // A rule one level too high is reported under its own name.
  if (policyRules.some(kind => specField(policy, kind))) return undefined
  if (rules.entries.some(({ key }) => key.kind !== 'scalar' || isRule(key.text) || key.text === '<<'))
    return undefined
  return variants.some(({ resource }) => policyRules.some(kind => resource.policy[kind])) ? undefined : entry
}

/** The rules of `spec.policy`, the first that is given first (docs/flux.md §3.1). */
export const policyRules = ['semver', 'alphabetical', 'numerical'] as const

function isRule(name: string): boolean {
  return policyRules.some(kind => kind === name)
}
