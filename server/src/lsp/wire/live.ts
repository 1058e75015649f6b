/** What `protocol.ts` says of live clusters. Types only. */

import type { ClusterTarget, Reconciled } from '../../flux/cluster/cluster-reading.ts'
import type { FluxCommand } from '../../flux/cluster/told/flux-commands.ts'
import type { StatusJson } from '../../ide/status-json.ts'
import type { Failure } from '../../ports.ts'

export type { ClusterTarget, FluxCommand, Reconciled }

/** A cluster that the user has agreed to: its context, and the address that was shown. */
export interface AgreedCluster extends ClusterTarget {
  /** The absolute path of the kubeconfig that has the context; the user's own where absent. */
  readonly kubeconfig?: string
}

/** A cluster that is shown, and which folders or environments it is for; all without any. */
export interface LiveCluster extends AgreedCluster {
  readonly folders?: readonly string[]
}

/** An object of it, as a row of `fluxmark.updates` names it. */
export interface LiveArgument extends Partial<LiveCluster> {
  readonly kind?: string
  /** `namespace:name`. */
  readonly name?: string
}

/** `fluxmark.clusters`: the contexts of the user's kubeconfig, the current one first; those of the named one before them. */
export interface ClustersAnswer {
  readonly clusters: readonly AgreedCluster[]
  /** Why there are none. */
  readonly failure?: Failure
}

/** `fluxmark.liveState`: as the command line's JSON of `status`. */
export interface LiveAnswer {
  readonly rows: readonly StatusJson[]
  /** What could not be read; the rows are of an earlier reading, or unknown. */
  readonly failures: readonly Failure[]
}

/** `fluxmark.reconcile`. */
export type ReconcileAnswer = Reconciled | { readonly failure: Failure }

/** `fluxmark.fluxCommands`. */
export interface FluxCommandsAnswer {
  readonly commands: readonly FluxCommand[]
  /** Whether the files suspend the object: then it is Git that is to be changed. */
  readonly isSuspendedInGit: boolean
  /** Where the files have it. */
  readonly uri?: string
  readonly line?: number
}
