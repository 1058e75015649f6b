import type { ObjectIdentifier } from '../images/object-identifier.ts'

/** One value that a commit changes. */
export interface MessageChange {
  /** Relative to `update.path`. */
  readonly file: string
  readonly object: ObjectIdentifier
  /** `ns:policy[:suffix]`. */
  readonly setter: string
  readonly old: string
  readonly new: string
  /** The whole image that the policy selects; `new` where absent. */
  readonly image?: string
}
