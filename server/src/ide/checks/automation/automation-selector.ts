import { isImageUpdateAutomation } from '../../../flux/resources/image-update-automation.ts'
import { operators, selectorFaults } from '../../../flux/resources/selector-faults.ts'
import { innerSpan, specField } from '../../../flux/resources/spec-field.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { didYouMean } from '../../../text/did-you-mean.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'

/** A selector that Kubernetes does not take, though the definition does (docs/flux.md §5.1 and §5.5). */
export const iuaSelectorInvalid: Check = {
  codes: [
    {
      code: 'iua-selector-invalid',
      severity: 'error',
      flux: 'The API server takes any word as an operator of a policySelector. Flux does not: the automation is stalled with `InvalidPolicySelector`. The operators are In and NotIn, with values, and Exists and DoesNotExist, without.',
    },
  ],
  *findings({ file, resources }) {
    for (const automation of resources.filter(isImageUpdateAutomation)) {
      for (const { operator, isUnknown, span, message } of selectorFaults(
        specField(automation, 'policySelector'),
      ))
        if (!operator.elsewhere)
          yield { span, message, fixes: () => (isUnknown ? fixes(file, operator) : []) }
    }
  },
}

function fixes(file: SourceFile, at: Scalar): readonly Fix[] {
  const same = operators.filter(one => one.toLowerCase() === at.text.toLowerCase())
  const meant = same.length > 0 ? same : didYouMean(at.text, operators)
  return meant.map(one => fix(`Change to ${one}`, file, innerSpan(at), one))
}
