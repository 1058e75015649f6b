import { visible } from '../../text/foreign.ts'
import { field, type Node, type Scalar, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { choice } from '../schema/words.ts'
import { holdsVariable, innerSpan } from './spec-field.ts'

/** One expression of a label selector that Kubernetes does not take. */
export interface SelectorFault {
  readonly span: Span
  readonly message: string
  readonly operator: Scalar
  /** Whether the operator is none. */
  readonly isUnknown?: true
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
        return [{ span, message, operator, isUnknown: true }]
      }
      const values = field(item, 'values')
      const isEmpty = values === undefined || (values.kind === 'sequence' && values.items.length === 0)
      const takesValues = operator.text.endsWith('In')
      if (takesValues !== isEmpty) return []
      const key = textAt(item, 'key') ?? ''
      const lack = takesValues ? `needs values for ${visible(key)}` : 'takes no values'
      return [
        {
          span,
          operator,
          message: `${operator.text} ${lack}: the automation stalls with InvalidPolicySelector.`,
        },
      ]
    },
  )
}

/** The operators of a label selector. */
export const operators: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist']
