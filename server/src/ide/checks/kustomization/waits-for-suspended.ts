import { live } from '../../../flux/chain/live.ts'
import { isImageKind } from '../../../flux/resources/kinds.ts'
import { textAt, valueAt } from '../../../kustomize/values/value.ts'
import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** A Flux Kustomization that waits for an image automation object which is suspended. */
export const kustomizationWaitsForSuspended: Check = {
  codes: [
    {
      code: 'kustomization-waits-for-suspended',
      severity: 'information',
      flux: 'With `wait: true` a Kustomization is ready once everything that it applies is. The controllers do not look at a suspended object, so that its status never follows its last change, and the health check ends with `timeout waiting for`. Kustomizations that depend on this one wait too. With `spec.healthCheckExprs` nothing is reported.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const { kustomization, resources } of snapshot.recall(live).roots) {
      const spec = valueAt(kustomization.body, 'spec')
      const wait = valueAt(spec, 'wait')
      if (wait?.kind !== 'scalar' || wait.text !== 'true' || wait.source.file !== file.path) continue
      if (textAt(spec, 'suspend') === 'true' || valueAt(spec, 'healthCheckExprs') !== undefined) continue
      const suspended = resources.filter(
        one => isImageKind(one) && one.doubts.length === 0 && textAt(one.body, 'spec', 'suspend') === 'true',
      )
      const [first] = suspended
      if (first === undefined) continue
      const names = suspended.map(({ kind, name }) => `${kind} ${visible(name)}`)
      const isOne = names.length === 1
      yield {
        span: wait.span,
        message: `Kustomization ${visible(kustomization.name)} waits for ${names.join(', ')}, which ${isOne ? 'is' : 'are'} suspended: its health checks time out. Resume ${isOne ? 'it' : 'them'}, remove ${isOne ? 'it' : 'them'} from what it applies, or list healthChecks in place of wait.`,
        related: suspended.map(({ place }, index) => ({
          path: place.file,
          span: place.span,
          message: names[index] ?? '',
        })),
      }
    }
  },
}
