import type { Snapshot } from '../workspace/snapshot.ts'
import type { ClusterReading } from './cluster-reading.ts'

/**
 * What a cluster's object is, beside the files: the same; older than what there is; otherwise; not there; in no file;
 * or the one or the other is not known.
 */
export type ClusterVerdict = 'agrees' | 'lags' | 'differs' | 'absent' | 'only in the cluster' | 'unknown'

/** A verdict, and its reasons as sentences. */
export interface Compared {
  readonly verdict: ClusterVerdict
  readonly why: readonly string[]
}

/** Where a commit that a cluster names is: the one that is checked out here, in this clone, or not in it. */
export type CommitHere = 'head' | 'here' | 'missing'

/** What is compared. */
export interface Comparing {
  readonly snapshot: Snapshot
  readonly reading: ClusterReading
  /** ms since 1970. */
  readonly now: number
  /** By object id, those that the cluster names. */
  readonly commits: ReadonlyMap<string, CommitHere>
}

/** What agrees, with what there is to say all the same. */
export function agrees(...why: readonly string[]): Compared {
  return { verdict: 'agrees', why }
}

export function differs(...why: readonly string[]): Compared {
  return { verdict: 'differs', why }
}

export function lags(...why: readonly string[]): Compared {
  return { verdict: 'lags', why }
}

export function unsure(...why: readonly string[]): Compared {
  return { verdict: 'unknown', why }
}
