import { isGoError } from '../../go/go-error.ts'
import { compileRegexp } from '../../go/regexp.ts'
import type { Scalar } from '../../text/node.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import { holdsVariable, specScalar } from '../resources/spec-field.ts'
import { type LiteralStart, literalStart } from './literal-pattern.ts'

/** The word that all tags of a policy begin with, and that is part of no version or number; undefined where there is none. */
export function missingExtract(policy: ImagePolicy):
  | {
      readonly pattern: Scalar
      readonly start: LiteralStart
      readonly kind: 'version' | 'number'
    }
  | undefined {
  const { semver, alphabetical, numerical } = policy.policy
  const pattern = specScalar(policy, 'filterTags', 'pattern')
  const extract = specScalar(policy, 'filterTags', 'extract')
  if (!pattern || (extract && extract.text !== '') || holdsVariable(pattern.text)) return undefined
  if (isGoError(compileRegexp(pattern.text))) return undefined
  const kind = semver ? 'version' : !alphabetical && numerical ? 'number' : undefined
  const start = literalStart(pattern.text)
  return kind && start && !mayBegin[kind].test(start.text) ? { pattern, start, kind } : undefined
}

/** What a version and a number of Go can begin with. */
const mayBegin = {
  version: /^v?(?:\d+(?:\.(?:\d+(?:\.(?:\d+(?:[-+].*)?)?)?)?)?)?$/,
  number: /^(?:[^A-Za-z].*|i(?:n(?:f(?:i.*)?)?)?|n(?:an?)?)?$/i,
} as const
