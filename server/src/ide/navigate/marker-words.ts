import type { Marker } from '../../flux/markers/marker.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import type { Span } from '../../text/span.ts'

/** Where the words of a marker stand in its file. */
export interface MarkerWords {
  readonly namespace: Span
  readonly policy: Span
  /** `tag`, `name` or `digest`; absent where the marker means the whole image. */
  readonly part?: Span
}

/** The words of a marker that names a policy; undefined where it names none, or escapes hide the words. */
export function markerWords(text: string, { span, setter }: Marker): MarkerWords | undefined {
  if (setter === undefined) return undefined
  const found = text.slice(...span).indexOf(`"${formatPolicyRef(setter.policy)}`)
  if (found === -1) return undefined
  const { namespace, name } = setter.policy
  const start = span[0] + found + 1
  const policy = start + namespace.length + 1
  const end = policy + name.length
  const words: MarkerWords = { namespace: [start, start + namespace.length], policy: [policy, end] }
  return setter.part === 'image' ? words : { ...words, part: [end + 1, end + 1 + setter.part.length] }
}
