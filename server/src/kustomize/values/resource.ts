import type { Unknown } from '../build/problem.ts'
import { quotedIfTyped } from '../transform/set-field.ts'
import { idKey, type ResourceId, resourceId, resourceIdOf } from './resource-id.ts'
import type { Origin, Transformation } from './transformation.ts'
import {
  emptyMap,
  isNull,
  type MapValue,
  type ScalarValue,
  stringValue,
  type Value,
  valueAt,
  withEntry,
  withoutEntry,
} from './value.ts'

/** A resource on its way through kustomizations. `body` holds kustomize's build annotations until the end. */
export interface Resource {
  readonly body: MapValue
  readonly id: ResourceId
  /** The document, or the item of a List, that it was first read from. */
  readonly place: Origin
  /** What has changed it, first to last; what kustomize does to every resource alike is left out. */
  readonly changes: readonly Transformation[]
  /** Why it may be otherwise than it looks. Empty: it is exactly what kustomize makes. */
  readonly doubts: readonly Unknown[]
}

export function resource(body: MapValue, place: Origin): Resource {
  return { body, id: resourceIdOf(body), place, changes: [], doubts: [] }
}

/** The resource with another body, and the change that made it where that is worth telling. */
export function withBody(old: Resource, body: MapValue, change?: Transformation): Resource {
  if (body === old.body) return old
  const isSameId = body.entries.every(({ key, value }) => !inId.has(key) || valueAt(old.body, key) === value)
  const id = isSameId && body.entries.length >= old.body.entries.length ? old.id : resourceIdOf(body)
  return { ...old, body, id, ...(change ? { changes: [...old.changes, change] } : {}) }
}

const inId = new Set(['apiVersion', 'kind', 'metadata'])

const domain = 'internal.config.kubernetes.io'

/** kustomize keeps its own notes as annotations while it builds; patches and selectors can see them. */
export const build: Readonly<Record<BuildNote, string>> = {
  previousKinds: `${domain}/previousKinds`,
  previousNames: `${domain}/previousNames`,
  previousNamespaces: `${domain}/previousNamespaces`,
  prefixes: `${domain}/prefixes`,
  suffixes: `${domain}/suffixes`,
  allowNameChange: `${domain}/allowNameChange`,
  allowKindChange: `${domain}/allowKindChange`,
  refBy: `${domain}/refBy`,
  generatorBehavior: `${domain}/generatorBehavior`,
  needsHashSuffix: `${domain}/needsHashSuffix`,
}

type BuildNote =
  | 'previousKinds'
  | 'previousNames'
  | 'previousNamespaces'
  | 'prefixes'
  | 'suffixes'
  | 'allowNameChange'
  | 'allowKindChange'
  | 'refBy'
  | 'generatorBehavior'
  | 'needsHashSuffix'

/** Every annotation that is dropped when the build is done. */
const dropped: ReadonlySet<string> = new Set([
  ...Object.values(build),
  `${domain}/path`,
  `${domain}/index`,
  `${domain}/seqindent`,
  `${domain}/id`,
  `${domain}/annotations-migration-resource-id`,
  'config.kubernetes.io/path',
  'config.kubernetes.io/index',
  'config.k8s.io/id',
])

/** `metadata.annotations` or `metadata.labels` as kustomize reads them: each value by its text. */
export function metadataMap(body: MapValue, field: 'annotations' | 'labels'): ReadonlyMap<string, string> {
  const map = valueAt(body, 'metadata', field)
  const entries = map?.kind === 'map' ? map.entries : []
  // The first of equal keys counts, as for every field.
  return new Map(
    entries.toReversed().map(({ key, value }) => [key, value.kind === 'scalar' ? value.text : '']),
  )
}

/** Writes the map anew: sorted, every value a string. An empty one is not written at all. */
export function setMetadataMap(
  body: MapValue,
  field: 'annotations' | 'labels',
  map: ReadonlyMap<string, string>,
): MapValue {
  const metadata = mapAt(body, 'metadata')
  const old = valueAt(metadata, field)
  const rest = withoutEntry(metadata, field)
  if (map.size === 0) return withEntry(body, 'metadata', rest)
  const entries = [...map]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => {
      const was = valueAt(old, key)
      const value: ScalarValue = stringValue(text, was ?? old ?? metadata)
      return { key, value: text.includes('\n') ? { ...value, style: 'quoted' as const } : value }
    })
  return withEntry(body, 'metadata', withEntry(rest, field, { ...emptyMap(old ?? metadata), entries }))
}

function mapAt(body: MapValue, key: string): MapValue {
  const value = valueAt(body, key)
  return value?.kind === 'map' ? value : emptyMap(value ?? body)
}

/** Appends to a build annotation, which holds its values between commas. */
export function appendNote(body: MapValue, note: BuildNote, text: string): MapValue {
  return appendNotes(body, [[note, text]])
}

/** Several at once: each object on its way through a kustomization gets three, and one copy of it does for all. */
function appendNotes(body: MapValue, added: readonly (readonly [BuildNote, string])[]): MapValue {
  const metadata = mapAt(body, 'metadata')
  let annotations = mapAt(metadata, 'annotations')
  let isNoted = false
  for (const [note, text] of added) {
    if (text === '') continue
    const old = valueAt(annotations, build[note])
    const joined = old?.kind === 'scalar' ? `${old.text},${text}` : text
    const value: ScalarValue = { ...stringValue(joined, old ?? annotations), style: 'quoted' }
    annotations = withEntry(annotations, build[note], value)
    isNoted = true
  }
  return isNoted ? withEntry(body, 'metadata', withEntry(metadata, 'annotations', annotations)) : body
}

/** The values of a build annotation. */
export function notes(body: MapValue, note: BuildNote): readonly string[] {
  const value = valueAt(body, 'metadata', 'annotations', build[note])
  return value?.kind === 'scalar' ? value.text.split(',') : []
}

/** Remembers the id that a resource has now: references and selectors find it by any of them. */
export function storePreviousId({ body, id }: Resource): MapValue {
  return appendNotes(body, [
    ['previousNames', id.name],
    ['previousNamespaces', id.effectiveNamespace],
    ['previousKinds', id.kind],
  ])
}

/** The ids a resource has had, oldest first, without the present one. */
export function previousIds({ body, id }: Resource): readonly ResourceId[] {
  const names = notes(body, 'previousNames')
  if (names.length === 0) return []
  const namespaces = notes(body, 'previousNamespaces')
  const kinds = notes(body, 'previousKinds')
  const apiVersion = id.group === '' ? id.version : `${id.group}/${id.version}`
  return names.map((name, i) => resourceId(apiVersion, kinds[i] ?? '', name, namespaces[i] ?? '', false))
}

/** Whether a resource has, or had, an id. Names are compared first: most differ. */
export function hasId(resource: Resource, name: string, key: string): boolean {
  const { id } = resource
  if (id.name === name && idKey(id) === key) return true
  const names = notes(resource.body, 'previousNames')
  return names.includes(name) && previousIds(resource).some(one => one.name === name && idKey(one) === key)
}

/** The id that a resource had when it was loaded. */
export function originalId(of: Resource): ResourceId {
  return previousIds(of)[0] ?? of.id
}

/**
 * Sets `metadata.name`, `kind`, `apiVersion` or `metadata.namespace`; an empty namespace is taken away. The text counts
 * as written where `from` is, or else where it replaces another.
 */
export function setIdentity(
  body: MapValue,
  field: 'name' | 'namespace' | 'kind' | 'apiVersion',
  text: string,
  from?: Value,
): MapValue {
  const isMeta = field === 'name' || field === 'namespace'
  const map = isMeta ? mapAt(body, 'metadata') : body
  const old = valueAt(map, field)
  const value: ScalarValue = {
    ...stringValue(text, from ?? old ?? map),
    tag: '',
    ...(from?.was ? { was: from.was } : {}),
  }
  const isThere = old?.kind === 'scalar' && !isNull(old)
  const changed =
    field === 'namespace' && text === ''
      ? withoutEntry(map, field)
      : withEntry(map, field, isThere ? { ...value, style: old.style } : quotedIfTyped(value))
  return isMeta ? withEntry(body, 'metadata', changed) : changed
}

/** The body as kustomize prints it: without its notes, every annotation a string, and no annotations that are empty. */
export function withoutNotes(body: MapValue): MapValue {
  const annotations = metadataMap(body, 'annotations')
  if (valueAt(body, 'metadata', 'annotations') === undefined) return body
  const kept = new Map([...annotations].filter(([key]) => !dropped.has(key) && !isOriginNote(key)))
  return setMetadataMap(body, 'annotations', kept)
}

function isOriginNote(key: string): boolean {
  return key === 'config.kubernetes.io/origin' || key === 'alpha.config.kubernetes.io/transformations'
}
