import { resourcesOfKind } from '../../../flux/resources/resources-at.ts'
import { innerSpan, policiesIn, specField, specScalar } from '../../../flux/resources/spec-field.ts'
import { field } from '../../../text/node.ts'
import { type Check, fix } from '../../check.ts'
import { removeField } from '../../fixes/field-edits.ts'

const kinds = ['semver', 'alphabetical', 'numerical'] as const

/** A policy without a rule (flux-semantics §3.1). */
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
      const spec = specField(policy)
      const entry =
        spec?.kind === 'mapping'
          ? spec.entries.find(({ key }) => key.kind === 'scalar' && key.text === 'policy')
          : undefined
      const rules = entry?.value
      if (entry === undefined || rules?.kind !== 'mapping') continue
      // A rule one level too high is told by its own name.
      if (kinds.some(kind => specField(policy, kind))) continue
      if (rules.entries.some(({ key }) => key.kind !== 'scalar' || isChoice(key.text) || key.text === '<<'))
        continue
      // A kustomization may bring the rule.
      if (variants.some(({ resource }) => kinds.some(kind => resource.policy[kind]))) continue
      yield {
        span: entry.key.span,
        message:
          'No rule: Flux stalls with "given ImagePolicyChoice object is invalid". Add semver, alphabetical or numerical.',
      }
    }
  },
}

/** A policy with several rules (flux-semantics §3.1). */
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
      const given = kinds.filter(kind => field(rules, kind)?.kind === 'mapping')
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

/** The order that people take for newest first (flux-semantics §3.4). */
export const policyDesc: Check = {
  codes: [
    {
      code: 'policy-desc',
      severity: 'hint',
      flux: '`asc` means that Flux takes the last, which is the greatest; `desc` that it takes the smallest. Many read it the other way round.',
    },
  ],
  *findings({ file, resources }) {
    for (const policy of resourcesOfKind(resources, 'ImagePolicy')) {
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
      yield {
        span,
        message: `desc takes ${takes}: the oldest build, as a rule. asc takes the newest.`,
        fixes: () => [fix('Change to asc', file, span, 'asc')],
      }
    }
  },
}

function isChoice(name: string): boolean {
  return kinds.some(kind => kind === name)
}
