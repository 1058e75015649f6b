import type { Failure } from './failure.ts'

/** What the world said when asked, and when (milliseconds since 1970). Never an exception. */
export type Answer<T> = { readonly at: number } & ({ readonly value: T } | { readonly failure: Failure })

/** Whose eyes saw a tag list: `anonymous`, or the source of the login, never the login itself. */
export type CredentialSource = string

/** What a registry lists for one image. */
export interface TagList {
  /** Valid tags, in the registry's order, each once. */
  readonly tags: readonly string[]
  /** Entries that are no valid tag and were left out. */
  readonly dropped: number
  readonly pages: number
  readonly credential: CredentialSource
  /** When the registry was asked, in ms since 1970; a list from a cache is older than now. */
  readonly listedAt?: number
  /** Why this list is an old one: the registry failed when it was asked again. */
  readonly stale?: Failure
  /** The host that was asked instead, where the user's settings name a mirror. */
  readonly mirror?: string
  /** What else there is to say: a registry's warning, a source of logins that failed. */
  readonly notes?: readonly string[]
}

/** A place to list tags: an image's canonical name and how its ImageRepository wants it reached. */
export interface ImageSource {
  /** `spec.image` as written, for example `ghcr.io/acme/web`. */
  readonly image: string
  /** `spec.insecure`: plain HTTP is allowed. */
  readonly insecure: boolean
}

/** What a tag's image says of itself; absent is unknown. */
export interface TagDetails {
  /** Of the index, for a multi-arch image. */
  readonly digest: string
  /** RFC 3339. Builds that write 1970 to be reproducible leave it unknown. */
  readonly created?: string
  /** Bytes of the compressed layers, of one platform. */
  readonly size?: number
  /** `linux/amd64`, `linux/arm/v7` … */
  readonly platforms: readonly string[]
  /** `org.opencontainers.image.source`, if it is a web address. */
  readonly source?: string
  readonly revision?: string
  readonly version?: string
  /** Why some of it could not be had. */
  readonly note?: string
}

/** What became of one way to list a repository. */
export interface Trial {
  /** `anonymous`, or the source of the login. */
  readonly source: string
  /** `unasked`: the registry lists the tags without wanting to know who asks. */
  readonly outcome: 'lists' | 'unasked' | 'no login' | 'failed'
  readonly failure?: Failure
}
