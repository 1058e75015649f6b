import { resolvePlain } from '../values/scalar-tag.ts'
import { isNull, type MapValue, type Value, withEntry, withoutEntry } from '../values/value.ts'

/**
 * Sets a field as kyaml's `FieldSetter` does: nothing and null clear it, and a value that takes another's place
 * takes its style too. That is more than looks: a number put where a quoted string stood becomes a string.
 */
export function setField(map: MapValue, name: string, value: Value | undefined): MapValue {
  if (value === undefined || isNull(value)) return withoutEntry(map, name)
  const old = map.entries.find(entry => entry.key === name)?.value
  if (old === value) return map
  return withEntry(map, name, old ? withStyleOf(value, old) : quotedIfTyped(value))
}

/** The value in the style of the one it replaces, which it remembers. */
export function withStyleOf(value: Value, old: Value): Value {
  if (value.kind === 'scalar') {
    return { ...value, was: old, style: old.kind === 'scalar' ? old.style : 'plain' }
  }
  // What a merge has made of the old value is that value still.
  if (value.span === old.span && value.source === old.source) return value
  const flow = old.kind !== 'scalar' && old.flow
  return value.kind === 'map' ? { ...value, was: old, flow } : { ...value, was: old, flow }
}

/** A string without quotes that YAML 1.1 would take for something else gets them. */
export function quotedIfTyped(value: Value): Value {
  if (value.kind !== 'scalar' || value.style !== 'plain' || (value.tag !== '' && value.tag !== '!!str'))
    return value
  if (value.text === '' || value.text.includes('\n')) return value
  const { tag } = resolvePlain(value.text, '1.1')
  return tag === '!!str' || tag === '!!merge' ? value : { ...value, style: 'quoted' }
}
