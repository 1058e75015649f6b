import { noTagCode } from '../../../flux/chain/policy.ts'
import { policyResolution } from '../../../flux/selection/resolve.ts'
import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** A policy that selects nothing from the tags that are known, where no remark about them says why. */
export const policyNoTag: Check = {
  codes: [
    {
      code: 'policy-no-tag',
      severity: 'warning',
      flux: 'A policy that finds no tag to select fails, and its markers keep the value that they have. So it is where the registry lists no tag, or the exclusion list of the ImageRepository leaves none.',
    },
  ],
  *findings({ snapshot, placedPolicies }) {
    for (const { policy, variants } of placedPolicies) {
      const failed = variants.flatMap(one => {
        const resolution = policyResolution(snapshot, one)
        const isEmpty = resolution.state === 'failed' && resolution.failure.code === 'E_NO_TAG'
        return isEmpty && noTagCode(snapshot, one) === 'policy-no-tag' ? [resolution] : []
      })
      const [first] = failed
      if (first === undefined || failed.length < variants.length) continue
      const { listed = 0, excluded = 0 } = first.counts ?? {}
      const why =
        listed > 0 && excluded === listed
          ? `the exclusionList of its ImageRepository leaves out all ${listed} tags. Narrow it`
          : listed === 0
            ? 'the registry lists no tag. Push an image, or correct spec.image of its ImageRepository'
            : `${visible(first.failure.message)}. Compare the policy with the tags that are listed`
      yield { span: policy.span, message: `This policy selects no tag: ${why}.` }
    }
  },
}
