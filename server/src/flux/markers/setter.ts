/** A policy as markers write it. */
export interface PolicyRef {
  readonly namespace: string
  readonly name: string
}

/** Which part of the latest image a marker asks for: `image` where it has no suffix. */
export type Part = 'image' | 'name' | 'tag' | 'digest'

/** What a marker asks for: one part of one policy's image. */
export interface Setter {
  readonly policy: PolicyRef
  readonly part: Part
}

/** A policy the latest image of which is known: Flux's `status.latestRef`. `name` is `spec.image` verbatim. */
export interface ImageRef {
  readonly name: string
  readonly tag: string
  readonly digest?: string
}

/** `ns:name`: how a marker and every output name a policy. */
export function formatPolicyRef(ref: PolicyRef): string {
  return `${ref.namespace}:${ref.name}`
}

/** `ns:name[:part]`, the reverse of `parseSetter`. */
export function formatSetter(setter: Setter): string {
  const policy = formatPolicyRef(setter.policy)
  return setter.part === 'image' ? policy : `${policy}:${setter.part}`
}

/** What Flux writes for a part (docs/flux.md: the table of marker forms). No digest gives the empty text, as Flux does. */
export function partOf(ref: ImageRef, part: Part): string {
  switch (part) {
    case 'name':
      return ref.name
    case 'tag':
      return ref.tag
    case 'digest':
      return ref.digest ?? ''
    case 'image':
      return ref.digest === undefined ? `${ref.name}:${ref.tag}` : `${ref.name}:${ref.tag}@${ref.digest}`
  }
}
