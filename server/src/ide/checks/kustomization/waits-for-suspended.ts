import { waitingForSuspended } from '../../../flux/chain/waiting.ts'
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
    for (const { kustomization, wait, suspended } of snapshot.unanswered.recall(waitingForSuspended)) {
      if (wait.source.file !== file.path) continue
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
