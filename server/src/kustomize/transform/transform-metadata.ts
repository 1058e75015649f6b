import { type GoError, isGoError } from '../../go/go-error.ts'
import { changeAt, type Kustomization, type LabelsEntry } from '../build/kustomization.ts'
import { appendNote, originalId, type Resource, storePreviousId, withBody } from '../values/resource.ts'
import { idKey, isClusterScoped, type ResourceId } from '../values/resource-id.ts'
import { resolvePlain } from '../values/scalar-tag.ts'
import type { Transformation } from '../values/transformation.ts'
import { isNull, type MapValue, type ScalarValue, stringValue, textAt, type Value } from '../values/value.ts'
import { type CreateKind, type FieldSpec, setByFieldSpec } from './field-spec.ts'
import { mergeFieldSpecs } from './merge-configs.ts'
import { setField, withStyleOf } from './set-field.ts'
import { isWithin, type TransformerConfig } from './transformer-config.ts'

/** Resources after a transformer; Go's error where it failed, the place that asked for it, and whether that named something that is not there. */
export type Transformed =
  | readonly Resource[]
  | (GoError & { readonly at: Value; readonly isTargetMissing?: boolean })

/** `namespace`: on every kind that is not known to be cluster-wide, and in place of the name of a Namespace. */
export function transformNamespace(
  resources: readonly Resource[],
  namespace: ScalarValue,
  config: TransformerConfig,
): Transformed {
  const change = namespace.source.change ?? changeAt('namespace', namespace)
  const value = { ...stringValue(namespace.text, namespace), source: { file: namespace.source.file, change } }
  const ids = new Map<string, number>()
  for (const { id } of resources) count(ids, id, 1)
  const result: Resource[] = []
  for (const old of resources) {
    const isWide = isClusterScoped(textAt(old.body, 'apiVersion'), old.id.kind)
    const specs = config.namespace.filter(
      spec =>
        spec.path !== 'metadata/namespace' &&
        (spec.path !== 'metadata/name' || old.id.group + old.id.version === 'v1'),
    )
    const all = isWide ? specs : [metadataNamespace, ...specs]
    const body = setAll(storePreviousId(old), all, 'scalar', field => put(field, value))
    if (isGoError(body)) return { ...body, at: namespace }
    const changed = withBody(old, body)
    count(ids, old.id, -1)
    if (count(ids, changed.id, 1) > 1) {
      return { err: `namespace transformation produces ID conflict: ${changed.id.name}`, at: namespace }
    }
    result.push(changed)
  }
  return result
}

const metadataNamespace: FieldSpec = {
  group: '',
  version: '',
  kind: '',
  path: 'metadata/namespace',
  create: true,
}

function count(ids: Map<string, number>, id: ResourceId, by: number): number {
  const key = idKey(id)
  const sum = (ids.get(key) ?? 0) + by
  ids.set(key, sum)
  return sum
}

/** Puts a scalar of ours in the place of a field's, whose style it takes. */
function put(field: Value, value: ScalarValue): Value | GoError {
  if (field.kind !== 'scalar') return { err: 'wrong node kind: expected ScalarNode' }
  return field.text === '' ? { ...value, style: field.style } : withStyleOf(value, field)
}

/** `namePrefix` and `nameSuffix`: on the names of all but a few cluster-wide kinds. */
export function transformName(
  resources: readonly Resource[],
  by: 'namePrefix' | 'nameSuffix',
  affix: ScalarValue,
  config: TransformerConfig,
): Transformed {
  const change = affix.source.change ?? changeAt(by, affix)
  const result: Resource[] = []
  for (const old of resources) {
    const original = originalId(old)
    let next = old
    for (const spec of isNeverRenamed(original) ? [] : config[by]) {
      if (!isWithin(original, spec)) continue
      const noted = spec.path === 'metadata/name' ? noteAffix(next, by, affix.text) : next.body
      const body = setByFieldSpec(noted, spec, 'scalar', field => renamed(field, by, affix.text, change))
      if (isGoError(body)) return { ...body, at: affix }
      next = withBody(next, body)
    }
    result.push(next)
  }
  return result
}

function isNeverRenamed({ group, kind }: ResourceId): boolean {
  if (kind === 'APIService') return group === 'apiregistration.k8s.io'
  return kind === 'CustomResourceDefinition' || kind === 'Namespace'
}

function noteAffix(old: Resource, by: 'namePrefix' | 'nameSuffix', text: string): MapValue {
  const noted = appendNote(old.body, by === 'namePrefix' ? 'prefixes' : 'suffixes', text)
  return storePreviousId({ ...old, body: noted })
}

function renamed(
  field: Value,
  by: 'namePrefix' | 'nameSuffix',
  affix: string,
  change: Transformation,
): Value | GoError {
  if (field.kind !== 'scalar') return { err: 'wrong node kind: expected ScalarNode' }
  const text = by === 'namePrefix' ? affix + field.text : field.text + affix
  return { ...field, text, tag: '', was: field, source: { file: field.source.file, change } }
}

/** `labels` and `commonLabels`, each entry in its turn. */
export function transformLabels(
  resources: readonly Resource[],
  entry: LabelsEntry,
  config: TransformerConfig,
): Transformed {
  const specs = labelSpecs(entry, config)
  return specs
    ? transformPairs(resources, entry, specs)
    : { err: 'failed to merge labels: conflicting fieldspecs', at: entry.at }
}

function labelSpecs(entry: LabelsEntry, config: TransformerConfig): readonly FieldSpec[] | undefined {
  if (entry.by === 'commonLabels') return config.commonLabels
  const own = mergeFieldSpecs(entry.fields, config.labels)
  if (!own || entry.includeSelectors) return own && mergeFieldSpecs(own, config.commonLabels)
  const templates = entry.includeTemplates ? mergeFieldSpecs(own, config.templateLabels) : own
  return templates && mergeFieldSpecs(templates, [{ ...metadataNamespace, path: 'metadata/labels' }])
}

/** `commonAnnotations`. */
export function transformAnnotations(
  resources: readonly Resource[],
  { commonAnnotations }: Kustomization,
  config: TransformerConfig,
): Transformed {
  return commonAnnotations
    ? transformPairs(resources, commonAnnotations, config.commonAnnotations)
    : resources
}

function transformPairs(
  resources: readonly Resource[],
  entry: LabelsEntry,
  specs: readonly FieldSpec[],
): Transformed {
  if (entry.pairs.length === 0) return resources
  const result: Resource[] = []
  for (const old of resources) {
    let body = old.body
    for (const { key, value } of entry.pairs) {
      const change = changeAt(entry.by, value)
      const text = isNull(value) ? '' : value.text
      const label: ScalarValue = { ...stringValue(text, value), source: { file: value.source.file, change } }
      const changed = setAll(body, specs, 'map', field => setEntry(field, key, label))
      if (isGoError(changed)) return { ...changed, at: entry.at }
      body = changed
    }
    result.push(withBody(old, body))
  }
  return result
}

function setEntry(field: Value, key: string, value: ScalarValue): Value | GoError {
  if (isNull(field)) return field
  if (field.kind !== 'map') return { err: 'wrong node kind: expected MappingNode' }
  // Go writes a new key without quotes, and cannot print what then reads as something else than a string.
  const isTyped = resolvePlain(key).tag !== '!!str'
  return isTyped
    ? { err: 'json: unsupported type: map[interface {}]interface {}' }
    : setField(field, key, value)
}

function setAll(
  body: MapValue,
  specs: readonly FieldSpec[],
  createKind: CreateKind,
  set: (value: Value) => Value | GoError,
): MapValue | GoError {
  let result = body
  for (const spec of specs) {
    const next = setByFieldSpec(result, spec, createKind, set)
    if (isGoError(next)) return next
    result = next
  }
  return result
}
