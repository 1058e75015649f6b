/** What `protocol.ts` says of the Updates view. Types only. */

import type { ClusterVerdict } from '../flux/cluster/compared.ts'
import type { Grouping } from '../ide/updates/tree.ts'
import type { UpdateState } from '../ide/updates/values.ts'
import type { MarkerTag, MarkerTags } from '../work/marker-tags.ts'

export type { ClusterVerdict, Grouping, MarkerTag, UpdateState }

/** The argument of `fluxmark.updates`. */
export interface UpdatesArgument {
  /** What the rows are grouped by; `automation` where it is absent. */
  readonly group?: Grouping
  /** Somebody looks: have registries say when the images that are selected were made, for the next answer, and name the images that nothing updates. */
  readonly ages?: boolean
  /** Nothing is shown yet: answer after about so many ms with what is judged by then. The next answer has more. */
  readonly within?: number
}

/** `fluxmark.updates`: every marked value of the workspace, as a tree. */
export interface UpdatesAnswer {
  /** How many values are outdated that Flux would write. */
  readonly outdated: number
  readonly values: number
  /** How many markers `within` left for the next answer. */
  readonly left: number
  /** Hosts of registries that are not asked before the user allows it. */
  readonly waiting: readonly string[]
  /** Whether registries may be asked at all. */
  readonly isTrusted: boolean
  /** Whether a folder is in a Git repository, so that something can be committed. */
  readonly isRepository: boolean
  readonly rows: readonly UpdateRow[]
}

/** A row of the tree: a group of values, an automation, a policy or a value. Its texts are plain, and escaped. */
export interface UpdateRow {
  /** The same for the same thing in the next answer. */
  readonly id: string
  /**
   * `candidate`: an image that nothing updates; `candidates`: the row above them. `live`: an object of a cluster that
   * `fluxmark.liveState` has read; `cluster`: the row above them.
   */
  readonly kind: 'group' | 'automation' | 'policy' | 'value' | 'candidates' | 'candidate' | 'cluster' | 'live'
  readonly label: string
  readonly description: string
  /** All of it in words: for a screen reader, and when it is pointed at. */
  readonly accessible: string
  readonly state: UpdateState
  /** What opening the row shows. */
  readonly uri?: string
  readonly line?: number
  /** `namespace:name`. */
  readonly policy?: string
  readonly automation?: string
  /** For an outdated value: names its change in `changes` of another command. */
  readonly change?: string
  /** The host that waits for consent. */
  readonly host?: string
  /** Of a cluster's object: how it stands beside the files, which it is (`namespace:name`), and of which cluster. */
  readonly verdict?: ClusterVerdict
  readonly object?: { readonly kind: string; readonly name: string; readonly context: string }
  readonly children: readonly UpdateRow[]
}

/** `fluxmark.tags`: the tags behind a marker, as `tags FILE:LINE` has them; null where no marker is there. */
export interface TagsAnswer extends MarkerTags {
  /** `FILE:LINE`. */
  readonly target: string
}

/** `fluxmark.pickTag`. */
export interface TagWritten {
  readonly target: string
  readonly tag: string
  /** `namespace:name`. */
  readonly policy: string
  /** How many values: none where the tag stood there already. */
  readonly changes: number
  /** The tag that Flux writes there at its next run, where that is another one. */
  readonly takenBack?: string
}

/** The `data` of an inlay hint about what a workspace that is not trusted lacks. */
export interface NeedsTrust {
  readonly needs: 'trust'
}
