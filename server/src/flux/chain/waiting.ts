import type { EffectiveResource } from '../../kustomize/build/effective-root.ts'
import type { FluxRoot } from '../../kustomize/flux/flux-roots.ts'
import { type ScalarValue, textAt, valueAt } from '../../kustomize/values/value.ts'
import { isImageKind } from '../resources/kinds.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { live } from './live.ts'

/** A live Flux Kustomization with `wait: true`, and the suspended objects of image automation that it applies. */
export interface Waiting {
  readonly kustomization: FluxRoot['kustomization']
  /** The value of `spec.wait`. */
  readonly wait: ScalarValue
  readonly suspended: readonly EffectiveResource[]
}

/**
 * The Flux Kustomizations that wait in vain: the controllers do not look at a suspended object, so that the health check
 * ends with a timeout. With `spec.healthCheckExprs` the files do not tell.
 */
export function waitingForSuspended(snapshot: Snapshot): readonly Waiting[] {
  return snapshot.unanswered.recall(live).roots.flatMap(({ kustomization, resources }) => {
    const spec = valueAt(kustomization.body, 'spec')
    const wait = valueAt(spec, 'wait')
    if (wait?.kind !== 'scalar' || wait.text !== 'true') return []
    if (textAt(spec, 'suspend') === 'true' || valueAt(spec, 'healthCheckExprs') !== undefined) return []
    const suspended = resources.filter(
      one => isImageKind(one) && one.doubts.length === 0 && textAt(one.body, 'spec', 'suspend') === 'true',
    )
    return suspended.length === 0 ? [] : [{ kustomization, wait, suspended }]
  })
}
