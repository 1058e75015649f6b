import type { ProposedPolicy } from '../scheme/recognised.ts'

/** What another tool's configuration says of how an image is updated. */
export interface Hint {
  /** Where it stands, as a subject: `The Renovate comment in web.yaml`. */
  readonly from: string
  /** The policy that follows from it; absent where it leaves that to the tags. */
  readonly proposal?: (byTags: ProposedPolicy | undefined) => ProposedPolicy | undefined
  /** Tags that are never taken, as an ImageRepository's `exclusionList` has them. */
  readonly exclude?: readonly string[]
  /** A clause behind `from`: what it asks for. */
  readonly says: string
  /** A sentence: what of it Flux has no word for. */
  readonly lost?: string
  /** Whether it asks for what no ImagePolicy can select. */
  readonly isNoOrder?: boolean
}
