import { field, type Mapping, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { isUnknown } from './problems.ts'
import { exists, type Moment, type ObjectSchema } from './schema.ts'

/** Which of the two rules of an ImagePolicy's `spec` is broken, and where. */
export interface RuleProblem {
  readonly problem: 'interval-without-always' | 'always-without-interval'
  readonly span: Span
  /** The value of `digestReflectionPolicy`, or what stands for it. */
  readonly policy: string | undefined
  /** Whether it is broken by what is missing: something else may bring it. */
  readonly isByAbsence: boolean
}

/**
 * The CEL rules of the published definitions, by hand: there are two, both about `interval` and
 * `digestReflectionPolicy` of an ImagePolicy. A test fails when a definition brings another.
 */
export function ruleProblems(
  spec: Mapping,
  { rules = [] }: ObjectSchema,
  at: Moment,
): readonly RuleProblem[] {
  if (!rules.some(({ from }) => exists({ type: 'string', description: '', from }, at))) return []
  const [interval, reflection] = [field(spec, 'interval'), field(spec, 'digestReflectionPolicy')]
  if ((interval && isUnknown(interval)) || (reflection && isUnknown(reflection))) return []
  const policy = textAt(spec, 'digestReflectionPolicy')
  const isSet = textAt(spec, 'interval') !== undefined
  if (interval && isSet && policy !== 'Always')
    return [
      { problem: 'interval-without-always', span: interval.span, policy, isByAbsence: policy === undefined },
    ]
  if (reflection && !isSet && policy === 'Always')
    return [{ problem: 'always-without-interval', span: reflection.span, policy, isByAbsence: true }]
  return []
}
