import type { GoError } from '../../go/go-error.ts'
import { quotedIfTyped, setField } from '../transform/set-field.ts'
import {
  isNull,
  type ListValue,
  type MapValue,
  type ScalarValue,
  type Value,
  withEntry,
  withoutEntry,
} from '../values/value.ts'

/**
 * Merges a strategic merge patch into an object, as kustomize does (kyaml's merge2 over an object without an
 * OpenAPI schema, which is what custom resources are: their lists are replaced, never merged).
 * Undefined where the patch deletes the object; Go's error where patch and object do not fit.
 */
export function mergePatch(object: MapValue, patch: MapValue): MapValue | undefined | GoError {
  const errors: GoError[] = []
  const merged = merge(object, patch, errors)
  if (errors[0]) return errors[0]
  return merged?.kind === 'map' ? merged : undefined
}

function merge(dest: Value | undefined, patch: Value | undefined, errors: GoError[]): Value | undefined {
  const there = dest && !isNull(dest) ? dest : undefined
  const change = patch && !isNull(patch) ? patch : undefined
  const kind = (there ?? change)?.kind
  if (there && change && there.kind !== change.kind) {
    errors.push({ err: `wrong node kind: expected ${kindName(there)} but got ${kindName(change)}` })
    return dest
  }
  if (kind === 'scalar' || kind === 'list') return patch ?? dest
  if (change?.kind === 'map' && there === undefined) return added(change, errors)
  if (patch && isNull(patch)) return there ? undefined : patch
  return there?.kind === 'map' ? mergeMap(there, change?.kind === 'map' ? change : undefined, errors) : dest
}

function mergeMap(dest: MapValue, patch: MapValue | undefined, errors: GoError[]): MapValue | undefined {
  const { directive, rest } = directiveOf(patch, errors)
  if (directive === 'delete') return undefined
  return mergeEntries(directive === 'replace' && rest ? rest : dest, rest, errors)
}

/**
 * What a patch adds where nothing was. kustomize merges such a map with itself, which drops its nulls and obeys
 * the directives within. An unknown directive at its top stays, as a field.
 */
function added(patch: MapValue, errors: GoError[]): MapValue | undefined {
  const { directive, rest } = directiveOf(patch, [])
  if (directive === 'delete' || rest === undefined) return undefined
  return mergeEntries(rest, rest, errors)
}

function mergeEntries(dest: MapValue, patch: MapValue | undefined, errors: GoError[]): MapValue {
  const keys = new Set([...dest.entries, ...(patch?.entries ?? [])].map(entry => entry.key))
  let result = dest
  for (const key of keys) {
    const old = valueOfKey(dest, key)
    const change = patch && valueOfKey(patch, key)
    // A null that stands in the object as `null` or `~` is kept; a key with nothing behind it is dropped.
    if (change === undefined && old && isNull(old) && (old as ScalarValue).text !== '') continue
    const next = merge(old, change, errors)
    // What stays as it is is set anew all the same, which is when kustomize quotes it.
    const isKept = next !== undefined && next === old && !isNull(next)
    result = isKept ? withEntry(result, key, quotedIfTyped(next)) : setField(result, key, next)
  }
  return patch ? withKeysOf(result, patch, dest) : result
}

/** A key that a patch adds is written as the patch has it. */
function withKeysOf(map: MapValue, patch: MapValue, dest: MapValue): MapValue {
  const typed = patch.entries.filter(({ isTypedKey }) => isTypedKey)
  if (typed.length === 0) return map
  const isNew = ({ key }: MapValue['entries'][number]) =>
    typed.some(entry => entry.key === key) && valueOfKey(dest, key) === undefined
  return {
    ...map,
    entries: map.entries.map(entry => (isNew(entry) ? { ...entry, isTypedKey: true } : entry)),
  }
}

type Directive = 'merge' | 'replace' | 'delete'

function directiveOf(
  patch: MapValue | undefined,
  errors: GoError[],
): { readonly directive: Directive; readonly rest: MapValue | undefined } {
  const written = patch && valueOfKey(patch, '$patch')
  if (patch === undefined || written === undefined) return { directive: 'merge', rest: patch }
  const directive = written.kind === 'scalar' ? written.text : ''
  if (directive === 'merge' || directive === 'replace' || directive === 'delete') {
    return { directive, rest: withoutEntry(patch, '$patch') }
  }
  errors.push({ err: `unknown patch strategy '${directive}'` })
  return { directive: 'merge', rest: patch }
}

function valueOfKey(map: MapValue, key: string): Value | undefined {
  return map.entries.find(entry => entry.key === key)?.value
}

function kindName(value: ScalarValue | MapValue | ListValue): string {
  return { scalar: 'ScalarNode', map: 'MappingNode', list: 'SequenceNode' }[value.kind]
}
