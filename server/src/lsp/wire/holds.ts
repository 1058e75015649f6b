/** What `protocol.ts` says of holds. Types only. */

import type { HeldJson, HoldJson } from '../../ide/hold-json.ts'

/** The argument of `fluxmark.hold` and `fluxmark.release`: a policy, or automations. */
export interface HoldArgument {
  /** `namespace:name`. */
  readonly policy?: string
  /** `namespace:name`, `namespace:*` or `*`; counts where there is no policy. */
  readonly automation?: string
  /** The tag; without it the one that is written, or, to be skipped, the one that is selected. */
  readonly at?: string
  readonly by?: 'range' | 'exclude'
  readonly reason?: string
  readonly silent?: boolean
}

/** `fluxmark.hold` and `fluxmark.release`: the command line's JSON, or why nothing was done. */
export type HoldAnswer = HoldJson | { readonly refused: string }

/** `fluxmark.holds`: what can be held or released. */
export interface HoldsAnswer {
  readonly policies: readonly HoldablePolicy[]
  readonly automations: readonly HoldableAutomation[]
}

export interface HoldablePolicy {
  readonly policy: string
  readonly image: string
  /** The tags that its markers hold. */
  readonly written: readonly string[]
  readonly selected: string | null
  /** Its first marker that holds a tag, whose tags it can be held at; absent where it has none. */
  readonly marker?: { readonly uri: string; readonly line: number }
  readonly held: readonly HeldJson[]
  /** Each hold in words. */
  readonly words: readonly string[]
  /** Whether the line that was given is about it. */
  readonly isHere: boolean
}

export interface HoldableAutomation {
  readonly automation: string
  readonly isSuspended: boolean
  readonly held: readonly HeldJson[]
  readonly words: readonly string[]
  readonly isHere: boolean
}
