import type { FieldSpec } from './field-spec.ts'

/** Which fields of which kinds may name an object of another kind. */
export interface NameReference {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly referrers: readonly FieldSpec[]
}

/** Where the transformers write. Of names, only what can make a build fail is followed in Kubernetes' own kinds. */
export interface TransformerConfig {
  readonly namePrefix: readonly FieldSpec[]
  readonly nameSuffix: readonly FieldSpec[]
  readonly namespace: readonly FieldSpec[]
  readonly commonLabels: readonly FieldSpec[]
  readonly labels: readonly FieldSpec[]
  readonly templateLabels: readonly FieldSpec[]
  readonly commonAnnotations: readonly FieldSpec[]
  readonly replicas: readonly FieldSpec[]
  readonly nameReference: readonly NameReference[]
}

/** What a kustomization begins with: what it knows itself comes after the rules of what it uses. */
export const emptyConfig: TransformerConfig = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  commonAnnotations: [],
  replicas: [],
  nameReference: [],
}

type Kind = { readonly group: string; readonly version: string; readonly kind: string }

/** Whether a kind is among those that a selector, with its empty parts for anything, takes. */
export function isWithin(kind: Kind, selector: Kind): boolean {
  return (
    (selector.group === '' || selector.group === kind.group) &&
    (selector.version === '' || selector.version === kind.version) &&
    (selector.kind === '' || selector.kind === kind.kind)
  )
}
