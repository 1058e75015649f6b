/** What the playground's page, its worker and the extension say to each other. Types only. */

import type { Played, PlayedStage, PlayedTag, PlayRequest } from '../../server/src/flux/played/played.ts'

/** From the extension to the page. */
export type ToPage =
  | {
      readonly kind: 'rules'
      readonly title: string
      readonly image: string
      readonly rules: Omit<PlayRequest, 'tags'>
      readonly fluxVersion: string
      readonly problem?: string
      /** Absent: as before. */
      readonly tags?: readonly string[]
      readonly created: Readonly<Record<string, string>>
    }
  /** The policy cannot be read at present: what was shown stays. */
  | { readonly kind: 'unreadable' }

/** From the page to the extension. */
export interface FromPage {
  /** The page listens. */
  readonly kind: 'ready'
}

/** Which rows the page shows. */
export interface Wanted {
  readonly from: number
  readonly count: number
  /** Only the tags that end at one of these stages; empty: all. */
  readonly stages: readonly PlayedStage[]
  /** Only the tags that hold this text. */
  readonly text: string
  /** A tag to tell the fate of, which need not exist; empty: none. */
  readonly tried: string
}

/** From the page to its worker. `number` comes back with the answer. */
export interface ToWorker extends Wanted {
  readonly number: number
  /** Absent: as before. */
  readonly tags?: readonly string[]
  readonly rules?: Omit<PlayRequest, 'tags'>
}

/** A row as it is drawn. */
export interface Row extends PlayedTag {
  /** Where the groups of the pattern stand in the tag, in UTF-16 units; -1 twice for one that takes no part. */
  readonly groups: readonly (readonly [number, number])[]
}

/** From the worker: the rows that were asked for. */
export interface FromWorker extends Pick<Played, 'problem' | 'counts' | 'selected' | 'other'> {
  readonly number: number
  readonly from: number
  /** How many rows there are. */
  readonly total: number
  readonly rows: readonly Row[]
  /** What becomes of the tag that is tried, and whether the registry lists it. */
  readonly tried?: {
    readonly tag: string
    readonly stage?: PlayedStage
    readonly reason: string
    readonly isListed: boolean
  }
}
