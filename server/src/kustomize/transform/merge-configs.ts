import { byKind } from '../values/kind-order.ts'
import { defaultConfig } from './default-config.ts'
import type { FieldSpec } from './field-spec.ts'
import { emptyConfig, isWithin, type NameReference, type TransformerConfig } from './transformer-config.ts'

/** Both configurations; undefined where they say different things of one field (kustomize `TransformerConfig.Merge`). */
export function mergeConfigs(a: TransformerConfig, b: TransformerConfig): TransformerConfig | undefined {
  if (a === b || (a === emptyConfig && b === defaultConfig)) return b
  // Whatever is not empty has taken up the default one already.
  if (b === emptyConfig || (b === defaultConfig && a !== emptyConfig)) return a
  const namePrefix = mergeSorted(a.namePrefix, b.namePrefix)
  const nameSuffix = mergeSorted(a.nameSuffix, b.nameSuffix)
  const namespace = mergeSorted(a.namespace, b.namespace)
  const commonLabels = mergeSorted(a.commonLabels, b.commonLabels)
  const labels = mergeSorted(a.labels, b.labels)
  const templateLabels = mergeSorted(a.templateLabels, b.templateLabels)
  const commonAnnotations = mergeSorted(a.commonAnnotations, b.commonAnnotations)
  const replicas = mergeSorted(a.replicas, b.replicas)
  const nameReference = mergeReferences(a.nameReference, b.nameReference)
  if (!namePrefix || !nameSuffix || !namespace || !commonLabels || !labels) return undefined
  if (!templateLabels || !commonAnnotations || !replicas || !nameReference) return undefined
  const names = { namePrefix, nameSuffix, namespace, nameReference }
  return { ...names, commonLabels, labels, templateLabels, commonAnnotations, replicas }
}

/** Sorted by kind afterwards: a narrow spec stands before a general one, which a later merge then takes for known. */
function mergeSorted(
  specs: readonly FieldSpec[],
  others: readonly FieldSpec[],
): readonly FieldSpec[] | undefined {
  return mergeFieldSpecs(specs, others)?.toSorted(byKind)
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
