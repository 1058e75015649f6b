import { type GoError, isGoError } from '../../go/go-error.ts'
import { compileTarget } from '../transform/select.ts'
import { jsonNormal } from '../values/json-normal.ts'
import {
  build,
  hasId,
  metadataMap,
  originalId,
  type Resource,
  setIdentity,
  setMetadataMap,
  storePreviousId,
  withBody,
} from '../values/resource.ts'
import { formatId, idKey, type ResourceId } from '../values/resource-id.ts'
import { type MapValue, textAt, valueAt } from '../values/value.ts'
import { applyJsonPatch } from './json-patch.ts'
import { mergePatch } from './merge-patch.ts'
import type { Patch } from './prepare-patch.ts'

/** What a patch made of the resources, and what went wrong; `isTargetMissing`: it names an object that is not there. */
export interface Patched {
  readonly resources: readonly Resource[]
  readonly errors: readonly (GoError & { readonly isTargetMissing: boolean })[]
}

/** Applies a patch to those that its target takes, or, without a target, each of its objects to the one it names. */
export function applyPatch(resources: readonly Resource[], patch: Patch): Patched {
  const target = patch.entry?.target
  if (target === undefined) {
    return patch.operations
      ? failed(resources, 'must specify a target for JSON patch')
      : applyByName(resources, patch)
  }
  const [merge, ...more] = patch.merges
  if (more.length > 0) {
    return failed(
      resources,
      'Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field',
    )
  }
  if (patch.entry?.by === 'patchesJson6902' && !target.name)
    return failed(resources, 'must specify the target name')
  const isTaken = compileTarget(target)
  if (isGoError(isTaken)) return failed(resources, isTaken.err)
  if (patch.operations === undefined && merge === undefined) return { resources, errors: [] }
  const results: Resource[] = []
  const errors: Patched['errors'][number][] = []
  for (const old of resources) {
    const changed = !isTaken(old)
      ? old
      : merge
        ? mergeInto(old, asFor(merge, old), patch)
        : operateOn(old, patch)
    if (isGoError(changed)) errors.push({ ...changed, isTargetMissing: false })
    if (changed) results.push(isGoError(changed) ? old : changed)
  }
  const isChanged = results.some((one, index) => one !== resources[index])
  const twice = merge && isChanged ? duplicateOf(results) : undefined
  if (twice)
    errors.push({
      err: `may not add resource with an already registered id: ${twice}`,
      isTargetMissing: false,
    })
  return { resources: results, errors }
}

function failed(resources: readonly Resource[], err: string): Patched {
  return { resources, errors: [{ err, isTargetMissing: false }] }
}

function applyByName(resources: readonly Resource[], patch: Patch): Patched {
  let results = resources
  const errors: Patched['errors'][number][] = []
  for (const merge of patch.merges) {
    const wanted = idKey(originalId(merge))
    const found = results.filter(one => hasId(one, originalId(merge).name, wanted))
    const old = found[0]
    if (old === undefined || found.length > 1) {
      const count = old ? 'multiple matches' : 'no matches'
      errors.push({
        err: `${count} for Id ${formatId(merge.id)}; failed to find unique target for patch`,
        isTargetMissing: !old,
      })
      continue
    }
    const isOfList = patch.change.by === 'patchesStrategicMerge'
    const changed = mergeInto(old, isOfList ? asFor(merge, old) : merge.body, patch)
    if (isGoError(changed)) errors.push({ ...changed, isTargetMissing: false })
    else results = results.flatMap(one => (one === old ? (changed ? [changed] : []) : [one]))
  }
  return { resources: results, errors }
}

/**
 * A patch as kustomize copies it for each object it is for: with that object's apiVersion, its labels and
 * annotations written anew as strings. So a null there does not delete a label; it makes one that says `null`.
 */
function asFor(merge: Resource, old: Resource): MapValue {
  const labels = setMetadataMap(merge.body, 'labels', metadataMap(merge.body, 'labels'))
  const annotated = setMetadataMap(labels, 'annotations', metadataMap(labels, 'annotations'))
  const named = setIdentity(annotated, 'name', textAt(annotated, 'metadata', 'name'))
  const placed = setIdentity(named, 'namespace', textAt(named, 'metadata', 'namespace'))
  return setIdentity(
    setIdentity(placed, 'apiVersion', textAt(old.body, 'apiVersion'), valueAt(old.body, 'apiVersion')),
    'kind',
    textAt(placed, 'kind'),
  )
}

/** Undefined where the patch deletes the object. A patch never changes the namespace, and name or kind only where allowed. */
function mergeInto(old: Resource, patch: MapValue, { change }: Patch): Resource | undefined | GoError {
  const allowed = (note: string) => metadataMap(patch, 'annotations').get(note) === 'enabled'
  const mayRename = allowed(build.allowNameChange)
  const mayChangeKind = allowed(build.allowKindChange)
  const merged = mergePatch(mayRename || mayChangeKind ? storePreviousId(old) : old.body, patch)
  if (merged === undefined || isGoError(merged) || merged.entries.length === 0)
    return isGoError(merged) ? merged : undefined
  const at = (...path: readonly string[]) => valueAt(old.body, ...path)
  const kinded = mayChangeKind ? merged : setIdentity(merged, 'kind', old.id.kind, at('kind'))
  const named = mayRename ? kinded : setIdentity(kinded, 'name', old.id.name, at('metadata', 'name'))
  const namespace = at('metadata', 'namespace')
  return withBody(old, setIdentity(named, 'namespace', old.id.namespace, namespace), change)
}

/** Applies JSON 6902 operations. Only a patch of `patches` notes the id before; both bring kustomize's notes back. */
function operateOn(old: Resource, { operations = [], entry, change }: Patch): Resource | GoError {
  const noted = entry?.by === 'patches' ? storePreviousId(old) : old.body
  const errors: GoError[] = []
  const object = jsonNormal(noted, 'printed', errors)
  if (errors[0] || object.kind !== 'map') return errors[0] ?? { err: 'not an object' }
  const patched = applyJsonPatch(object, operations)
  if (isGoError(patched)) return patched
  const annotations = new Map(metadataMap(patched, 'annotations'))
  for (const [key, text] of metadataMap(noted, 'annotations')) if (isInternal(key)) annotations.set(key, text)
  const isMap = valueAt(patched, 'metadata')?.kind === 'map'
  return withBody(old, isMap ? setMetadataMap(patched, 'annotations', annotations) : patched, change)
}

function isInternal(key: string): boolean {
  return (
    key.startsWith('internal.config.kubernetes.io/') ||
    key === 'config.kubernetes.io/path' ||
    key === 'config.kubernetes.io/index' ||
    key === 'config.k8s.io/id'
  )
}

function duplicateOf(resources: readonly { readonly id: ResourceId }[]): string | undefined {
  const seen = new Set<string>()
  for (const { id } of resources) {
    const key = idKey(id)
    if (seen.has(key)) return formatId(id)
    seen.add(key)
  }
  return undefined
}
