/** What `../protocol.ts` says of images that are to be automated. Types only. */

import type { NextTag } from '../../flux/onboard/next-tags.ts'
import type { FileDiff } from '../../ports.ts'

/** The argument of `fluxmark.onboard` and `fluxmark.planOnboarding`. */
export interface OnboardArgument {
  /** The image on a line; `line` counts only with a `uri`. */
  readonly uri?: string
  readonly line?: number
  /** Or an image with its tag, wherever it stands without a marker. */
  readonly image?: string
  /** Or an ImagePolicy (`namespace:name`) that is to be replaced by a proposal. */
  readonly policy?: string
  /** Of the new objects. */
  readonly namespace?: string
  /** Of the new objects, relative to the repository. */
  readonly folder?: string
  readonly silent?: boolean
}

/** `fluxmark.planOnboarding`: what would be done; null where no image without a marker is meant. */
export interface OnboardPlan {
  readonly image: string
  readonly current: string
  readonly scheme: string
  readonly sure: boolean
  readonly why: string
  readonly selects: string | null
  readonly next: readonly NextTag[]
  /** All that as a page of plain text. */
  readonly text: string
  /** How many images of that name and tag have no marker. */
  readonly places: number
  /** Where the new objects may live, the likeliest first: more than one only where nothing decides it. */
  readonly homes: readonly OnboardHome[]
  readonly files: readonly (FileDiff & { readonly uri: string })[]
  /** Why the registry's tags are not known. */
  readonly failure?: { readonly code: string; readonly message: string }
}

/** A place for new objects, and why it may be the one. */
export interface OnboardHome {
  readonly namespace: string
  readonly folder?: string
  readonly why: string
}

/** `fluxmark.onboard`; null where nothing was written. */
export interface OnboardAnswer {
  readonly image: string
  /** `namespace:name` of the policy. */
  readonly policy: string
  /** How many were changed or made. */
  readonly files: number
}

/** One of the answer of `fluxmark.candidates`: an image that nothing updates. */
export interface CandidateAnswer {
  /** With its tag. */
  readonly image: string
  readonly uri: string
  readonly line: number
  /** Relative to the repository. */
  readonly path: string
  readonly isHere: boolean
}
