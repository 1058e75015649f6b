import { isGoError } from '../../go/go-error.ts'
import { parseImage } from './image.ts'
import { holdsVariable } from './spec-field.ts'

/** Why Flux cannot take a `spec.image`: offsets into its decoded text. */
export interface ImageFault {
  readonly code:
    | 'repo-image-scheme'
    | 'repo-image-tag'
    | 'repo-image-digest'
    | 'repo-image-uppercase'
    | 'repo-image-invalid'
  readonly start: number
  readonly end: number
  /** The part that is too much, or Flux's error. */
  readonly part: string
  readonly corrected?: string
}

/** What is wrong with `spec.image` (docs/flux.md §2.1); undefined where nothing is, or a variable decides. */
export function imageFault(image: string, insecure: boolean): ImageFault | undefined {
  if (holdsVariable(image)) return undefined
  const whole = { start: 0, end: image.length }
  const [scheme] = /^.*?:\/\//.exec(image) ?? []
  if (scheme !== undefined) {
    const rest = image.slice(scheme.length)
    const corrected = imageFault(rest, insecure)?.corrected ?? rest
    return { code: 'repo-image-scheme', start: 0, end: scheme.length, part: scheme, corrected }
  }
  const error = parseImage(image, insecure)
  const path = image.indexOf('/') + 1
  if (!isGoError(error)) return undefined
  const digest = image.indexOf('@')
  if (digest !== -1) {
    const bare = image.slice(0, digest)
    const start = bare.lastIndexOf(':') > path ? bare.lastIndexOf(':') : digest
    return {
      code: 'repo-image-digest',
      start,
      end: image.length,
      part: image.slice(start),
      corrected: image.slice(0, start),
    }
  }
  const colon = image.indexOf(':', path)
  const lower = image.slice(0, path) + image.slice(path).toLowerCase()
  if (colon > 0 && !isGoError(parseImage(image.slice(0, colon), insecure)))
    return {
      code: 'repo-image-tag',
      start: colon,
      end: image.length,
      part: image.slice(colon),
      corrected: image.slice(0, colon),
    }
  if (lower !== image && !isGoError(parseImage(lower, insecure)))
    return { code: 'repo-image-uppercase', ...whole, part: image, corrected: lower }
  return { code: 'repo-image-invalid', ...whole, part: error.err }
}
