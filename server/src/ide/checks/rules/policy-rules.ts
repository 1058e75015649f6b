import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import { holdsVariable, innerSpan, specField, specScalar } from '../../../flux/resources/spec-field.ts'
import { semverGeneration } from '../../../flux/version/flux-version.ts'
import { fluxVersionAt } from '../../../flux/version/flux-version-at.ts'
import { isGoError } from '../../../go/go-error.ts'
import { parseConstraint } from '../../../go/semver/constraint.ts'
import { satisfies } from '../../../go/semver/satisfies.ts'
import { parseVersion } from '../../../go/semver/version.ts'
import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** A range that every future version lies in. */
export const policyRangeUnbounded: Check = {
  codes: [
    {
      code: 'policy-range-unbounded',
      severity: 'warning',
      default: 'strict',
      flux: 'A range without an upper bound, such as `*` or `>=1.0.0`, takes the next major version, too: what breaks by its version number is deployed as soon as it is pushed.',
    },
  ],
  *findings({ file, snapshot, resources }) {
    // Higher than any version that there will be.
    const highest = parseVersion('999999999.0.0')
    if (isGoError(highest)) return
    for (const policy of resources.filter(isImagePolicy)) {
      const range = specScalar(policy, 'policy', 'semver', 'range')
      if (range === undefined || range.elsewhere || holdsVariable(range.text)) continue
      const generation = semverGeneration(fluxVersionAt(snapshot, file.path))
      const constraint = parseConstraint(range.text, generation)
      if (isGoError(constraint) || !satisfies(constraint, highest)) continue
      yield {
        span: innerSpan(range),
        message: `The range ${visible(range.text)} has no upper bound: the next major version is deployed as soon as it is pushed. Bound it, as ^1.2.0 or >=1.2.0 <2.0.0 do.`,
      }
    }
  },
}

/** A policy that looks at every tag there is. */
export const policyNoFilter: Check = {
  codes: [
    {
      code: 'policy-no-filter',
      severity: 'hint',
      default: 'strict',
      flux: 'Without `filterTags` every tag of the image is a candidate: one of another scheme, pushed by hand or by a new pipeline, may be selected, or fail the policy.',
    },
  ],
  *findings({ resources }) {
    for (const policy of resources.filter(isImagePolicy)) {
      if (policy.filter || specField(policy, 'filterTags')) continue
      yield {
        span: policy.span,
        message: `Every tag of the image is a candidate. Add filterTags with a pattern for the tags that may be deployed${policy.policy.semver ? ", such as '^v?[0-9]+\\.[0-9]+\\.[0-9]+$'" : ''}.`,
      }
    }
  },
}
