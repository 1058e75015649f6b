import { type GoError, isGoError } from '../../go/go-error.ts'
import {
  isNull,
  type ListValue,
  type MapValue,
  textAt,
  type Value,
  valueAt,
  withEntry,
} from '../values/value.ts'

/** Where a transformer writes: kustomize's `FieldSpec`. Empty parts of the kind match everything. */
export interface FieldSpec {
  readonly group: string
  readonly version: string
  readonly kind: string
  /** Field names with `/` between them; `\/` is a slash in a name, `[]` behind a name says that it is a list. */
  readonly path: string
  readonly create: boolean
}

/** What to make where `create` finds nothing; absent: nothing is ever made. */
export type CreateKind = 'map' | 'scalar' | undefined

/**
 * Sets every field that a spec leads to, through lists too. A way that is not there is left alone unless the spec
 * creates it. Go's error where the way leads through a scalar, or where `set` has one.
 */
export function setByFieldSpec(
  body: MapValue,
  spec: FieldSpec,
  createKind: CreateKind,
  set: (value: Value) => Value | GoError,
): MapValue | GoError {
  if (!isForKind(body, spec)) return body
  const outcome = walk(body, splitPath(spec.path, '/'), spec.create ? createKind : undefined, set)
  if (isGoError(outcome)) return { err: `considering field '${spec.path}': ${outcome.err}` }
  return outcome.kind === 'map' ? outcome : body
}

function isForKind(body: MapValue, spec: FieldSpec): boolean {
  const apiVersion = textAt(body, 'apiVersion')
  const slash = apiVersion.indexOf('/')
  return (
    (spec.kind === '' || spec.kind === textAt(body, 'kind')) &&
    (spec.group === '' || spec.group === (slash < 0 ? '' : apiVersion.slice(0, slash))) &&
    (spec.version === '' || spec.version === apiVersion.slice(slash + 1))
  )
}

type Set = (value: Value) => Value | GoError

function walk(value: Value, path: readonly string[], createKind: CreateKind, set: Set): Value | GoError {
  const [name, ...rest] = path
  if (name === undefined) return set(value)
  if (isNull(value)) return value
  switch (value.kind) {
    case 'scalar':
      return { err: 'expected sequence or mapping node' }
    case 'list':
      return eachItem(value, path, createKind, set)
    case 'map': {
      const isList = name.endsWith('[]')
      const key = isList ? name.slice(0, -2) : name
      const kind = createKind === undefined || isList ? undefined : rest.length === 0 ? createKind : 'map'
      const there = valueAt(value, key)
      const next = (there === undefined || isNull(there)) && kind ? blank(kind, there ?? value) : there
      if (key === '') return { err: 'cannot set or create an empty field name' }
      if (next === undefined) return value
      const changed = walk(next, rest, createKind, set)
      return isGoError(changed) ? changed : withEntry(value, key, changed)
    }
  }
}

function eachItem(
  list: ListValue,
  path: readonly string[],
  createKind: CreateKind,
  set: Set,
): Value | GoError {
  const items: Value[] = []
  for (const item of list.items) {
    const changed = walk(item, path, createKind, set)
    if (isGoError(changed)) return changed
    items.push(changed)
  }
  return { ...list, items }
}

function blank(kind: 'map' | 'scalar', at: Value): Value {
  const { span, source } = at
  return kind === 'map'
    ? { kind, flow: false, entries: [], span, source }
    : { kind, text: '', tag: '!!str', style: 'plain', span, source }
}

/** Splits a path; a delimiter behind a backslash belongs to the name. One at the start is dropped (kyaml `PathSplitter`). */
export function splitPath(path: string, delimiter: string): readonly string[] {
  const parts = path.split(delimiter)
  if (parts.length > 1 && parts[0] === '') parts.shift()
  const names: string[] = []
  for (const part of parts) {
    const last = names.at(-1)
    if (last?.endsWith('\\')) names[names.length - 1] = `${last.slice(0, -1)}${delimiter}${part}`
    else names.push(part)
  }
  return names
}
