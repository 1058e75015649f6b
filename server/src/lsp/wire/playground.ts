/** What `../protocol.ts` says of the playground. Types only. */

import type { PlayRequest } from '../../flux/played/played.ts'

/** The argument of `fluxmark.playground`: a policy or a repository (`namespace:name`), or a line. */
export interface PlaygroundArgument {
  readonly policy?: string
  readonly repository?: string
  readonly uri?: string
  readonly line?: number
  /** The list of tags that the client has: it is not sent again. */
  readonly list?: string
  /** Answer a page of plain text too. */
  readonly text?: boolean
}

/** `fluxmark.playground`: all that decides which tag is selected. */
export interface PlaygroundAnswer {
  /** What it is about: one of them. */
  readonly policy?: string
  readonly repository?: string
  readonly title: string
  readonly image: string
  readonly rules: Omit<PlayRequest, 'tags'>
  /** Which Flux counts: `2.9`. */
  readonly fluxVersion: string
  /** Names the list of tags. */
  readonly list: string
  readonly tags?: readonly string[]
  /** RFC 3339, by tag, where it is known. */
  readonly created: Readonly<Record<string, string>>
  readonly problem?: string
  readonly text?: string
}
