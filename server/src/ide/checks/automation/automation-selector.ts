import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { field, type Node, type Scalar, textAt } from '../../../text/node.ts'
import type { Span } from '../../../text/span.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { didYouMean } from '../../fixes/did-you-mean.ts'
import { choice } from '../../texts/schema-words.ts'
import { visible } from '../../texts/words.ts'
import { automationsIn, holdsVariable, innerSpan, specField } from '../schema/spec-field.ts'
import { automationExample, markedApp } from './automation-example.ts'

/** A selector that Kubernetes does not take, though the definition does (flux-semantics §5.1 and §5.5). */
export const iuaSelectorInvalid: Check = {
  code: 'iua-selector-invalid',
  severity: 'error',
  flux: 'The API server takes any word as an operator of a policySelector. Flux does not: the automation is stalled with `InvalidPolicySelector`. The operators are In and NotIn, with values, and Exists and DoesNotExist, without.',
  example: {
    bad: `${markedApp}${automationExample({
      rest: `  policySelector:
    matchExpressions:
      - key: team
        operator: notin
#                 ^^^^^ iua-selector-invalid: "notin" is no operator, and the automation stalls: In, NotIn, Exists or DoesNotExist.
        values: [shop]`,
    })}`,
    good: `${markedApp}${automationExample({
      rest: `  policySelector:
    matchExpressions:
      - key: team
        operator: NotIn
        values: [shop]`,
    })}`,
  },
  *findings(file) {
    for (const automation of automationsIn(file)) {
      for (const { at, span, message } of selectorFaults(specField(automation, 'policySelector')))
        yield { span, message, fixes: fixes(file, at) }
    }
  },
}

interface SelectorFault {
  readonly span: Span
  readonly message: string
  /** The operator, where it is none. */
  readonly at?: Scalar
}

/** What is wrong with the expressions of a label selector. */
export function selectorFaults(selector: Node | undefined): readonly SelectorFault[] {
  const expressions = field(selector, 'matchExpressions')
  return (expressions?.kind === 'sequence' ? expressions.items : []).flatMap(
    (item): readonly SelectorFault[] => {
      const operator = field(item, 'operator')
      if (operator?.kind !== 'scalar' || operator.value === null || holdsVariable(operator.text)) return []
      const span = innerSpan(operator)
      if (!operators.includes(operator.text)) {
        const message = `"${visible(operator.text)}" is no operator, and the automation stalls: ${choice(operators)}.`
        return [{ span, message, at: operator }]
      }
      const values = field(item, 'values')
      const isEmpty = values === undefined || (values.kind === 'sequence' && values.items.length === 0)
      const takesValues = operator.text.endsWith('In')
      if (takesValues !== isEmpty) return []
      const key = textAt(item, 'key') ?? ''
      const lack = takesValues ? `needs values for ${visible(key)}` : 'takes no values'
      return [
        { span, message: `${operator.text} ${lack}: the automation stalls with InvalidPolicySelector.` },
      ]
    },
  )
}

const operators: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist']

function fixes(file: SourceFile, at: Scalar | undefined): readonly Fix[] {
  if (at === undefined) return []
  const same = operators.filter(one => one.toLowerCase() === at.text.toLowerCase())
  const meant = same.length > 0 ? same : didYouMean(at.text, operators)
  return meant.map(one => fix(`Change to ${one}`, file, innerSpan(at), one))
}
