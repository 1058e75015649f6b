/**
 * The values of an effective object: a tree that knows of each part where it was written and what brought it.
 * It keeps what kustomize's own tree keeps, since types follow from it in the end: a scalar's text, tag and
 * whether it was quoted, and whether a collection is in flow style. Never changed: a change makes a new tree
 * that shares all the rest.
 */
import type { Span } from '../../text/span.ts'
import type { Transformation } from './transformation.ts'

/** A file, and what brought its text into the object: nothing for the resource's own file. */
export interface Source {
  readonly file: string
  readonly change?: Transformation
}

interface Written {
  /** UTF-16 offsets into `source.file`. */
  readonly span: Span
  readonly source: Source
  /** What stood here before the change. */
  readonly was?: Value
}

export interface ScalarValue extends Written {
  readonly kind: 'scalar'
  readonly text: string
  /** The short tag; empty where the text alone decides, as for a name that kustomize has set. */
  readonly tag: string
  readonly style: Style
}

/** `plain`, `quoted` (block scalars too), or either with an explicit tag, which the text then keeps. */
type Style = 'plain' | 'quoted' | 'plain tagged' | 'quoted tagged'

export interface MapEntry {
  readonly key: string
  readonly value: Value
  /** The key stands without quotes, and YAML 1.1 at least takes it for something else than a string. */
  readonly isTypedKey?: boolean
}

export interface MapValue extends Written {
  readonly kind: 'map'
  readonly flow: boolean
  readonly entries: readonly MapEntry[]
}

export interface ListValue extends Written {
  readonly kind: 'list'
  readonly flow: boolean
  readonly items: readonly Value[]
}

export type Value = ScalarValue | MapValue | ListValue

/** The value at a path of field names, or undefined. */
export function valueAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let at = value
  for (const name of path) {
    if (at?.kind !== 'map') return undefined
    at = at.entries.find(entry => entry.key === name)?.value
  }
  return at
}

/** A scalar's text; empty for null, for what is not there and for a collection. */
export function textAt(value: Value | undefined, ...path: readonly string[]): string {
  const at = valueAt(value, ...path)
  return at?.kind === 'scalar' && at.tag !== '!!null' ? at.text : ''
}

export function isNull(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.tag === '!!null'
}

/** Whether there is nothing: no value, null, or an empty collection. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || isNull(value)) return true
  return (
    (value.kind === 'map' && value.entries.length === 0) ||
    (value.kind === 'list' && value.items.length === 0)
  )
}

/** A string of ours, at a place. */
export function stringValue(text: string, at: { readonly span: Span; readonly source: Source }): ScalarValue {
  return { kind: 'scalar', text, tag: '!!str', style: 'plain', span: at.span, source: at.source }
}

export function emptyMap(at: { readonly span: Span; readonly source: Source }): MapValue {
  return { kind: 'map', flow: false, entries: [], span: at.span, source: at.source }
}

/** Puts an entry in the place of the one of that key, or behind all. */
export function withEntry(map: MapValue, key: string, value: Value): MapValue {
  const index = map.entries.findIndex(entry => entry.key === key)
  if (index >= 0 && map.entries[index]?.value === value) return map
  const entry = { ...map.entries[index], key, value }
  const entries = index < 0 ? [...map.entries, entry] : map.entries.with(index, entry)
  return { ...map, entries }
}

/** Without the first entry of that key. */
export function withoutEntry(map: MapValue, key: string): MapValue {
  const index = map.entries.findIndex(entry => entry.key === key)
  return index < 0 ? map : { ...map, entries: map.entries.toSpliced(index, 1) }
}
