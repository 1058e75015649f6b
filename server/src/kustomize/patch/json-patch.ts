import { type GoError, isGoError } from '../../go/go-error.ts'
import { jsonOf } from '../values/json-of.ts'
import {
  isNull,
  type ListValue,
  type MapValue,
  type Value,
  valueAt,
  withEntry,
  withoutEntry,
} from '../values/value.ts'

/**
 * Applies a JSON 6902 patch, as evanphx/json-patch v4 does: a missing key is `null` to `test`, `replace` of a
 * missing key adds it, a negative index counts from the end. Both object and patch are in JSON's normal form.
 * Go's error where an operation does not apply.
 */
export function applyJsonPatch(object: MapValue, operations: readonly Value[]): MapValue | GoError {
  let result: Value = object
  for (const operation of operations) {
    const next = apply(result, operation)
    if (isGoError(next)) return next
    result = next
  }
  return result.kind === 'map' ? result : { err: 'json: cannot unmarshal array into Go value of type map' }
}

type Outcome = Value | GoError

function apply(root: Value, operation: Value): Outcome {
  const op = textField(operation, 'op') ?? 'unknown'
  const path = textField(operation, 'path')
  const from = textField(operation, 'from')
  const value = valueAt(operation, 'value')
  switch (op) {
    case 'add':
      if (path === undefined) return missing('add operation failed to decode path')
      return edit(root, path, op, (parent, key) => insert(parent, key, value ?? jsonNull(operation)))
    case 'remove':
      if (path === undefined) return missing('remove operation failed to decode path')
      return edit(root, path, op, remove)
    case 'replace':
      if (path === undefined) return missing('replace operation failed to decode path')
      if (path === '') return value && value.kind !== 'scalar' ? value : missing('replace operation')
      return edit(root, path, op, (parent, key) => replace(parent, key, value ?? jsonNull(operation)))
    case 'test':
      if (path === undefined) return missing('test operation failed to decode path')
      return test(root, path, value)
    case 'move':
    case 'copy': {
      if (from === undefined || path === undefined) return missing(`${op} operation failed to decode from`)
      const taken = read(root, from, op)
      if (isGoError(taken)) return taken
      const rest = op === 'move' ? edit(root, from, op, remove) : root
      if (isGoError(rest)) return rest
      return edit(rest, path, op, (parent, key) => insert(parent, key, taken ?? jsonNull(operation)))
    }
    default:
      return { err: `Unexpected kind: ${op}` }
  }
}

function textField(operation: Value, name: string): string | undefined {
  const value = valueAt(operation, name)
  return value?.kind === 'scalar' && value.tag === '!!str' ? value.text : undefined
}

function jsonNull(at: Value): Value {
  return { kind: 'scalar', text: 'null', tag: '!!null', style: 'plain', span: at.span, source: at.source }
}

function missing(text: string): GoError {
  return { err: `${text}: missing value` }
}

function test(root: Value, path: string, wanted: Value | undefined): Outcome {
  const found = path === '' ? root : read(root, path, 'test')
  if (isGoError(found)) return found
  const isSame =
    found === undefined || isNull(found) ? wanted === undefined || isNull(wanted) : same(found, wanted)
  return isSame ? root : { err: `testing value ${path} failed: test failed` }
}

function same(a: Value, b: Value | undefined): boolean {
  return b !== undefined && JSON.stringify(jsonOf(a)) === JSON.stringify(jsonOf(b))
}

function read(root: Value, path: string, op: string): Value | undefined | GoError {
  const keys = keysOf(path)
  let at: Value | undefined = root
  for (const [index, key] of keys.entries()) {
    if (at === undefined || at.kind === 'scalar') {
      return missing(`${op} operation does not apply: doc is missing path: "${path}"`)
    }
    if (at.kind === 'map') at = valueAt(at, key)
    else {
      const found: number | GoError = indexOf(key, at.items.length)
      if (isGoError(found)) return index < keys.length - 1 ? missing(`doc is missing path: ${path}`) : found
      at = at.items[found]
    }
  }
  return keys.length === 0 ? missing(`${op} operation does not apply`) : at
}

function keysOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

type Edit = (parent: MapValue | ListValue, key: string) => Outcome

/** Rebuilds the way to a path's parent around what `change` makes of that parent. */
function edit(root: Value, path: string, op: string, change: Edit): Outcome {
  const keys = keysOf(path)
  const last = keys.at(-1)
  const lost = missing(`${op} operation does not apply: doc is missing path: "${path}"`)
  return last === undefined ? lost : editAt(root, keys.slice(0, -1), last, lost, change)
}

function editAt(at: Value, way: readonly string[], last: string, lost: GoError, change: Edit): Outcome {
  if (at.kind === 'scalar') return lost
  const [key, ...rest] = way
  if (key === undefined) return change(at, last)
  const index = at.kind === 'list' ? indexOf(key, at.items.length) : 0
  if (isGoError(index)) return lost
  const child = at.kind === 'list' ? at.items[index] : valueAt(at, key)
  if (child === undefined) return lost
  const changed = editAt(child, rest, last, lost, change)
  if (isGoError(changed)) return changed
  return at.kind === 'list' ? { ...at, items: at.items.with(index, changed) } : withEntry(at, key, changed)
}

function insert(parent: MapValue | ListValue, key: string, value: Value): Outcome {
  if (parent.kind === 'map') return withEntry(parent, key, remembering(value, valueAt(parent, key)))
  const index = key === '-' ? parent.items.length : indexOf(key, parent.items.length + 1)
  return isGoError(index) ? index : { ...parent, items: parent.items.toSpliced(index, 0, value) }
}

function replace(parent: MapValue | ListValue, key: string, value: Value): Outcome {
  if (parent.kind === 'map') return insert(parent, key, value)
  const index = indexOf(key, parent.items.length)
  return isGoError(index) ? index : { ...parent, items: parent.items.with(index, value) }
}

function remove(parent: MapValue | ListValue, key: string): Outcome {
  if (parent.kind === 'map') {
    return valueAt(parent, key)
      ? withoutEntry(parent, key)
      : missing(`Unable to remove nonexistent key: ${key}`)
  }
  const index = indexOf(key, parent.items.length)
  return isGoError(index) ? index : { ...parent, items: parent.items.toSpliced(index, 1) }
}

function remembering(value: Value, was: Value | undefined): Value {
  return was ? { ...value, was } : value
}

/** An index below `limit`; a negative one counts from the limit. */
function indexOf(key: string, limit: number): number | GoError {
  if (!/^[-+]?\d+$/.test(key)) return { err: `strconv.Atoi: parsing "${key}": invalid syntax` }
  const index = Number(key)
  if (index >= limit || index < -limit)
    return { err: `Unable to access invalid index: ${index}: invalid index referenced` }
  return index < 0 ? index + limit : index
}
