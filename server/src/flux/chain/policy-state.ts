import type { ImageRef } from '../markers/setter.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import type { Resolution } from '../selection/resolve.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { failingLink } from './chain.ts'

/** What a cluster says of a policy, by the contract's five words. */
export interface PolicyState {
  readonly state: Resolution['state']
  /** Null in every state but `latest`. */
  readonly latest: ImageRef | null
  /** A clause: why there is no latest image; empty where there is one. */
  readonly reason: string
  /** The failure or the diagnostic that reports the same. */
  readonly code?: string
}

/**
 * The state of a policy: what its tags give (`resolution`), unless the cluster never gets that far. What the API server
 * or a controller refuses is invalid; a policy that never reaches the cluster, or may not use its repository, fails.
 */
export function policyState(
  snapshot: Snapshot,
  forms: readonly Placed<ImagePolicy>[],
  resolution: Resolution,
): PolicyState {
  if (resolution.state === 'latest' || resolution.state === 'unknown') {
    const link = failingLink(snapshot, forms)
    if (link) {
      const { name, detail: reason, code } = link
      const state = name === 'accepted' ? 'invalid' : 'failed'
      return { state, latest: null, reason, ...(code === undefined ? {} : { code }) }
    }
  }
  switch (resolution.state) {
    case 'latest':
      return { state: 'latest', latest: resolution.ref, reason: '' }
    case 'failed': {
      const { code, message } = resolution.failure
      return { state: 'failed', latest: null, reason: message, code }
    }
    default:
      return { state: resolution.state, latest: null, reason: resolution.reason }
  }
}
