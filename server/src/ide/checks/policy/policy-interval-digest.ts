import type { RuleProblem } from '../../../flux/schema/rule-problems.ts'
import { brokenRules, type Found } from '../../../flux/schema/schema-problems.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { field } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import type { Check } from '../../check.ts'
import { removeField, setField } from '../../fixes/field-edits.ts'

/** The two rules about `interval` and `digestReflectionPolicy` of an ImagePolicy. */
export const policyIntervalDigest: Check = {
  codes: [
    {
      code: 'policy-interval-digest',
      severity: 'error',
      flux: 'An ImagePolicy has an interval if, and only if, its digestReflectionPolicy is Always: that is the only one that looks the digest up again and again. The API server rejects one without the other.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const found of brokenRules(file, snapshot)) {
      yield {
        span: found.span,
        message:
          found.problem === 'interval-without-always'
            ? `spec.interval is taken with digestReflectionPolicy: Always only, and here it is ${found.policy ?? 'not set, which means Never'}: the API server rejects it.`
            : 'digestReflectionPolicy: Always needs spec.interval, how often the digest is looked up: the API server rejects it.',
        fixes: () => fixes(found, file),
      }
    }
  },
}

function fixes({ problem, object }: Found<RuleProblem>, file: SourceFile): readonly Fix[] {
  const spec = field(object.node, 'spec')
  if (spec?.kind !== 'mapping') return []
  const set = (name: string, value: string): readonly Fix[] => {
    const edit = setField(file, spec, [name], value)
    return edit ? [{ title: `Set ${name} to ${value}`, edits: [edit] }] : []
  }
  const remove = removeField(file, spec, 'interval')
  return problem === 'interval-without-always'
    ? [
        ...set('digestReflectionPolicy', 'Always'),
        ...(remove ? [{ title: 'Remove interval', edits: [remove] }] : []),
      ]
    : [...set('interval', '10m'), ...set('digestReflectionPolicy', 'IfNotPresent')]
}
