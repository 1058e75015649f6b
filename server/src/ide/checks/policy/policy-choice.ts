import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import { innerSpan, policiesIn, specField, specScalar } from '../../../flux/resources/spec-field.ts'
import { policyRules, ruleFault } from '../../../flux/selection/policy-faults.ts'
import { tagRemarksOf } from '../../../flux/selection/resolve.ts'
import { field } from '../../../text/node.ts'
import { type Check, fix } from '../../check.ts'
import { removeField } from '../../fixes/field-edits.ts'
import { visible } from '../../texts/words.ts'

/** A policy without a rule (docs/flux.md §3.1). */
export const policyNone: Check = {
  codes: [
    {
      code: 'policy-none',
      severity: 'error',
      flux: 'The API server accepts an ImagePolicy without any of semver, alphabetical and numerical. Flux does not: it is stalled with "given ImagePolicyChoice object is invalid".',
    },
  ],
  *findings({ placedPolicies }) {
    for (const { policy, variants } of placedPolicies) {
      const entry = ruleFault(policy, variants)
      if (entry === undefined) continue
      yield {
        span: entry.key.span,
        message:
          'No rule: Flux stalls with "given ImagePolicyChoice object is invalid". Add semver, alphabetical or numerical.',
      }
    }
  },
}

/** A policy with several rules (docs/flux.md §3.1). */
export const policyMultiple: Check = {
  codes: [
    {
      code: 'policy-multiple',
      severity: 'warning',
      flux: 'Of several rules Flux takes one: semver before alphabetical before numerical. The others are ignored without a word.',
    },
  ],
  *findings({ file }) {
    for (const policy of policiesIn(file)) {
      const rules = specField(policy, 'policy')
      if (rules?.kind !== 'mapping') continue
      const given = policyRules.filter(kind => field(rules, kind)?.kind === 'mapping')
      const [first] = given
      for (const { key } of rules.entries) {
        if (key.kind !== 'scalar' || key.text === first || !given.some(kind => kind === key.text)) continue
        const remove = removeField(file, rules, key.text)
        yield {
          span: key.span,
          message: `Flux goes by ${first} alone, and ignores ${key.text}. Remove one of them.`,
          fixes: () => (remove ? [{ title: `Remove ${key.text}`, edits: [remove] }] : []),
        }
      }
    }
  },
}

/** The order that people take for newest first (docs/flux.md §3.4). */
export const policyDesc: Check = {
  codes: [
    {
      code: 'policy-desc',
      severity: 'hint',
      flux: '`asc` means that Flux takes the last, which is the greatest; `desc` that it takes the smallest. Many read it the other way round. A hint where the tags are not known, and a warning where a later tag is there.',
    },
  ],
  *findings({ file, resources, snapshot, placedPolicies }) {
    for (const policy of resources.filter(isImagePolicy)) {
      const kind = policy.policy.semver
        ? undefined
        : policy.policy.alphabetical
          ? 'alphabetical'
          : 'numerical'
      const order = kind && specScalar(policy, 'policy', kind, 'order')
      if (kind === undefined || order === undefined || order.elsewhere || order.text.toLowerCase() !== 'desc')
        continue
      const takes = kind === 'numerical' ? 'the lowest number' : 'the first in the alphabet'
      const span = innerSpan(order)
      const variants = placedPolicies.filter(one => one.policy.node === policy.node)
      const remarks = variants.flatMap(one => one.variants).flatMap(one => tagRemarksOf(snapshot, one) ?? [])
      const [known] = remarks.flatMap(one => (one.kind === 'later-exists' ? [one] : []))
      yield {
        span,
        ...(known ? { severity: 'warning' } : {}),
        message: known
          ? `desc takes ${takes}: ${visible(known.selected)}, although ${visible(known.later)} is there. asc takes the newest.`
          : `desc takes ${takes}: the oldest build, as a rule. asc takes the newest.`,
        fixes: () => [fix('Change to asc', file, span, 'asc')],
      }
    }
  },
}
