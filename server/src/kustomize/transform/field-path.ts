import { type GoError, isGoError } from '../../go/go-error.ts'
import { compileRegexp } from '../../go/regexp.ts'
import { isNull, type ListValue, type MapValue, type Value, valueAt, withEntry } from '../values/value.ts'
import { splitPath } from './field-spec.ts'

/** The names of a replacement's field path: `spec.a.[name=b].c`, `metadata.annotations.[a.b/c]` (kyaml `SmarterPathSplitter`). */
export function splitFieldPath(path: string): readonly string[] {
  const names: string[] = []
  const parts = [...splitPath(path, '.')]
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (!part.startsWith('[') || part.endsWith(']')) {
      names.push(part)
      continue
    }
    let bracketed = part
    while (parts.length > 0 && !bracketed.endsWith(']')) bracketed += `.${parts.shift()}`
    names.push(bracketed.includes('=') ? bracketed : bracketed.replace(/^[[\]]+|[[\]]+$/g, ''))
  }
  return names
}

/** The one value at a path (kyaml `PathGetter`), or undefined. */
export function lookUp(root: Value, path: readonly string[]): Value | undefined | GoError {
  let at: Value | undefined = root
  for (const name of path.map(name => name.trim()).filter(name => name !== '')) {
    if (at === undefined || isNull(at)) return undefined
    if (name === '*') return { err: 'wildcard is not supported in PathGetter' }
    const index = indexOf(name)
    const match = elementMatch(name)
    if (isGoError(match)) return match
    if (index !== undefined || name === '-' || match) {
      if (at.kind !== 'list') return { err: 'wrong node kind: expected SequenceNode' }
      at = match ? at.items.find(item => isElement(item, match)) : at.items.at(index ?? -1)
      continue
    }
    if (at.kind !== 'map') return { err: 'wrong node kind: expected MappingNode' }
    at = valueAt(at, name)
  }
  return at
}

function indexOf(name: string): number | undefined {
  return /^\+?\d+$/.test(name) ? Number(name) : undefined
}

function elementMatch(name: string): { readonly field: string; readonly text: string } | GoError | undefined {
  if (!name.startsWith('[') || !name.endsWith(']')) return undefined
  const equals = name.indexOf('=')
  if (equals < 0) return { err: 'list path element must contain fieldName=fieldValue for element to match' }
  return { field: name.slice(1, equals), text: name.slice(equals + 1, -1) }
}

function isElement(item: Value, { field, text }: { readonly field: string; readonly text: string }): boolean {
  const value = field === '' ? item : valueAt(item, field)
  return value !== undefined && (value.kind === 'scalar' ? value.text : '') === text
}

/** What a path led to: the root with every match set anew, and how many there were. */
export interface Matches {
  readonly root: Value
  readonly count: number
}

/**
 * Sets every value that a path matches (kyaml `PathMatcher`): `*` is every item of a list, `[name=x]` the items whose
 * field matches the pattern. With `create`, what is not there is made.
 */
export function setMatches(
  root: Value,
  path: readonly string[],
  create: Value['kind'] | undefined,
  set: (value: Value) => Value | GoError,
): Matches | GoError {
  const [name, ...rest] = path
  if (name === undefined) {
    const changed = set(root)
    return isGoError(changed) ? changed : { root: changed, count: 1 }
  }
  const within = (value: Value) => setMatches(value, rest, create, set)
  const index = indexOf(name)
  const match = elementMatch(name)
  if (isGoError(match)) return match
  if (index === undefined && name !== '*' && match === undefined)
    return inField(root, name, rest, create, within)
  if (root.kind !== 'list')
    return isNull(root) ? { root, count: 0 } : { err: 'wrong node kind: expected SequenceNode' }
  if (index !== undefined) return inItem(root, index, rest, create, within)
  return match ? inElements(root, match, rest, create, within) : inItems(root, () => true, within)
}

type Within = (value: Value) => Matches | GoError

function inField(
  root: Value,
  name: string,
  rest: readonly string[],
  create: Value['kind'] | undefined,
  within: Within,
): Matches | GoError {
  if (isNull(root)) return { root, count: 0 }
  if (root.kind !== 'map') return { err: 'wrong node kind: expected MappingNode' }
  const there = valueAt(root, name) ?? (create ? blank(rest[0], create, root) : undefined)
  if (there === undefined) return { root, count: 0 }
  const inner = within(there)
  return isGoError(inner) ? inner : { root: withEntry(root, name, inner.root), count: inner.count }
}

function inItem(
  list: ListValue,
  index: number,
  rest: readonly string[],
  create: Value['kind'] | undefined,
  within: Within,
): Matches | GoError {
  const isNext = index === list.items.length && create !== undefined
  const item = isNext ? blank(rest[0], create, list) : list.items[index]
  if (item === undefined)
    return { err: `index ${index} specified but only ${list.items.length} elements found` }
  const inner = within(item)
  if (isGoError(inner)) return inner
  const items = isNext ? [...list.items, inner.root] : list.items.with(index, inner.root)
  return { root: { ...list, items }, count: inner.count }
}

function inItems(list: ListValue, isTaken: (item: Value) => boolean, within: Within): Matches | GoError {
  let count = 0
  const items: Value[] = []
  for (const item of list.items) {
    const inner = isTaken(item) ? within(item) : { root: item, count: 0 }
    if (isGoError(inner)) return inner
    count += inner.count
    items.push(inner.root)
  }
  return { root: { ...list, items }, count }
}

function inElements(
  list: ListValue,
  { field, text }: { readonly field: string; readonly text: string },
  rest: readonly string[],
  create: Value['kind'] | undefined,
  within: Within,
): Matches | GoError {
  const pattern = compileRegexp(text)
  if (isGoError(pattern)) return pattern
  const isTaken = (item: Value) => {
    const value = field === '' ? item : valueAt(item, field)
    return value !== undefined && pattern.test(printed(value))
  }
  const found = inItems(list, isTaken, field === '' ? item => setMatchesAtEnd(item, within, rest) : within)
  if (isGoError(found) || found.count > 0 || create === undefined) return found
  const { span, source } = list
  const key: Value = { kind: 'scalar', text, tag: '', style: 'plain', span, source }
  const made: MapValue = { kind: 'map', flow: false, entries: [{ key: field, value: key }], span, source }
  return inItems({ ...list, items: [...list.items, field === '' ? key : made] }, isTaken, within)
}

/** A match of a primitive element ends the path, whatever is left of it. */
function setMatchesAtEnd(item: Value, within: Within, rest: readonly string[]): Matches | GoError {
  return rest.length === 0 ? within(item) : { root: item, count: 1 }
}

/** A scalar as Go prints it alone: with its quotes. */
function printed(value: Value): string {
  if (value.kind !== 'scalar') return ''
  return value.style.startsWith('quoted') ? JSON.stringify(value.text) : value.text
}

function blank(next: string | undefined, create: Value['kind'], { span, source }: Value): Value {
  const isList =
    next !== undefined && (indexOf(next) !== undefined || (next.startsWith('[') && next.endsWith(']')))
  const kind = next === undefined ? create : isList ? 'list' : 'map'
  if (kind === 'map') return { kind, flow: false, entries: [], span, source }
  if (kind === 'list') return { kind, flow: false, items: [], span, source }
  return { kind, text: '', tag: '', style: 'plain', span, source }
}
