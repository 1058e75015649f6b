import type { FieldSpec } from './field-spec.ts'

/** Which fields of which kinds may name an object of another kind. */
export interface NameReference {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly referrers: readonly FieldSpec[]
}

/** Where the transformers write. Only what can concern a custom resource, a Namespace or a ConfigMap is built in. */
export interface TransformerConfig {
  readonly namePrefix: readonly FieldSpec[]
  readonly nameSuffix: readonly FieldSpec[]
  readonly namespace: readonly FieldSpec[]
  readonly commonLabels: readonly FieldSpec[]
  readonly labels: readonly FieldSpec[]
  readonly templateLabels: readonly FieldSpec[]
  readonly commonAnnotations: readonly FieldSpec[]
  readonly nameReference: readonly NameReference[]
}

const everyKind = { group: '', version: '', kind: '' } as const

/** Source: kustomize `builtinpluginconsts`. */
export const defaultConfig: TransformerConfig = {
  namePrefix: [{ ...everyKind, path: 'metadata/name', create: false }],
  nameSuffix: [{ ...everyKind, path: 'metadata/name', create: false }],
  namespace: [{ group: '', version: '', kind: 'Namespace', path: 'metadata/name', create: true }],
  commonLabels: [{ ...everyKind, path: 'metadata/labels', create: true }],
  labels: [],
  templateLabels: [],
  commonAnnotations: [{ ...everyKind, path: 'metadata/annotations', create: true }],
  nameReference: [],
}

/** Both configurations; undefined where they say different things of one field. */
export function mergeConfigs(a: TransformerConfig, b: TransformerConfig): TransformerConfig | undefined {
  if (b === a || b === defaultConfig) return a
  const namePrefix = mergeFieldSpecs(a.namePrefix, b.namePrefix)
  const nameSuffix = mergeFieldSpecs(a.nameSuffix, b.nameSuffix)
  const namespace = mergeFieldSpecs(a.namespace, b.namespace)
  const commonLabels = mergeFieldSpecs(a.commonLabels, b.commonLabels)
  const labels = mergeFieldSpecs(a.labels, b.labels)
  const templateLabels = mergeFieldSpecs(a.templateLabels, b.templateLabels)
  const commonAnnotations = mergeFieldSpecs(a.commonAnnotations, b.commonAnnotations)
  const nameReference = mergeReferences(a.nameReference, b.nameReference)
  if (!namePrefix || !nameSuffix || !namespace || !commonLabels || !labels) return undefined
  if (!templateLabels || !commonAnnotations || !nameReference) return undefined
  return {
    namePrefix,
    nameSuffix,
    namespace,
    commonLabels,
    labels,
    templateLabels,
    commonAnnotations,
    nameReference,
  }
}

/**
 * The specs with others behind them. One that is there already, in its own kind or a narrower one, is not added;
 * undefined where that one says otherwise about creating.
 */
export function mergeFieldSpecs(
  specs: readonly FieldSpec[],
  others: readonly FieldSpec[],
): readonly FieldSpec[] | undefined {
  const merged = [...specs]
  for (const other of others) {
    const same = merged.find(spec => spec.path === other.path && isWithin(spec, other))
    if (same && same.create !== other.create) return undefined
    if (!same) merged.push(other)
  }
  return merged
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

function mergeReferences(
  references: readonly NameReference[],
  others: readonly NameReference[],
): readonly NameReference[] | undefined {
  let merged = references
  for (const other of others) {
    const index = merged.findIndex(
      one => one.group === other.group && one.version === other.version && one.kind === other.kind,
    )
    const same = merged[index]
    const referrers = mergeFieldSpecs(same?.referrers ?? [], other.referrers)
    if (!referrers) return undefined
    merged = same ? merged.with(index, { ...same, referrers }) : [...merged, other]
  }
  return merged
}
