import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import type { ImagePolicy } from '../../../flux/resources/resources.ts'
import { holdsVariable, partSpan, policiesIn, specScalar } from '../../../flux/resources/spec-field.ts'
import { onlyTag } from '../../../flux/selection/literal-pattern.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix } from '../../answers.ts'
import type { Check } from '../../check.ts'
import { alwaysReflect } from '../../fixes/reflect-digest.ts'
import { visible } from '../../texts/words.ts'

/** A policy that takes one moving tag and no digest of it: nothing that it writes ever changes (docs/flux.md §3.6). */
export const policyNeverChanges: Check = {
  codes: [
    {
      code: 'policy-never-changes',
      severity: 'warning',
      flux: 'Flux compares tags by name. Where a filter takes one tag only, such as `latest`, the value of a marker stays the same whatever is pushed under that tag. Only a digest shows that, and only `digestReflectionPolicy: Always` looks it up again.',
    },
  ],
  *findings({ file, resources }) {
    for (const policy of resources.filter(isImagePolicy)) {
      if (policy.policy.semver || policy.digestReflectionPolicy === 'Always') continue
      const pattern = specScalar(policy, 'filterTags', 'pattern')
      const tag = pattern && !holdsVariable(pattern.text) ? onlyTag(pattern.text) : undefined
      if (pattern === undefined || pattern.elsewhere || tag === undefined || !isFloating(tag)) continue
      const digest =
        policy.digestReflectionPolicy === 'Never'
          ? 'reflects no digest'
          : 'looks up the digest only when the tag changes'
      yield {
        span: partSpan(file, pattern, 0, pattern.text.length),
        message: `This can only ever select ${visible(tag)}, and the policy ${digest}: no value is ever updated. Have the pattern take the tags of the builds, or set digestReflectionPolicy to Always, with an interval.`,
        fixes: () => fixes(file, policy),
      }
    }
  },
}

/** Whether a tag moves from build to build, by its look: no whole version, no hash, no time. */
function isFloating(tag: string): boolean {
  return !/\d+\.\d+\.\d+|\d{6}|(?:^|[-_.])(?=[a-f]*[0-9])[0-9a-f]{7,}/.test(tag)
}

function fixes(file: SourceFile, policy: ImagePolicy): readonly Fix[] {
  return policiesIn(file).some(({ node }) => node === policy.node) ? alwaysReflect(file, policy.node) : []
}
