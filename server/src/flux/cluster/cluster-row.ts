import type { ClusterObject } from './cluster-reading.ts'
import type { ClusterVerdict } from './compared.ts'
import type { ClusterWarning } from './warnings.ts'
import type { WrittenObject } from './written-objects.ts'

/** One object, beside what the files say of it. */
export interface ClusterRow {
  readonly kind: string
  /** `ns:name`. */
  readonly name: string
  readonly verdict: ClusterVerdict
  /** The condition Ready; null where there is none. */
  readonly ready: boolean | null
  /** The controller's own words. */
  readonly message: string
  /** Sentences: why it does not agree, and what else there is to say. */
  readonly why: readonly string[]
  /** What the cluster has warned of it within the last hour, the newest first. */
  readonly warnings: readonly ClusterWarning[]
  readonly object: ClusterObject | undefined
  readonly written: WrittenObject | undefined
}

/** A row before it is known what the cluster has warned of. */
export type ComparedRow = Omit<ClusterRow, 'warnings'>
