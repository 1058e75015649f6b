import type { Placed } from '../flux/resource-index.ts'
import type { Snapshot } from '../flux/snapshot.ts'
import type { SourceFile } from '../flux/source-file.ts'
import type { Mapping } from '../text/node.ts'
import { field } from '../text/node.ts'
import type { Span } from '../text/span.ts'
import type { Edit } from './answers.ts'
import { insertField } from './field-edits.ts'

/** A value for a new field: a scalar as it is to be written, or a mapping of such. */
export type NewValue = string | readonly (readonly [key: string, value: NewValue])[]

/** The file in which a resource stands just as the cluster receives it; undefined where kustomizations had a hand in it. */
export function fileOf(snapshot: Snapshot, { path, resource, changes }: Placed): SourceFile | undefined {
  const file = snapshot.files.get(path)
  const isOwn = file?.facts.resources.some(({ node }) => node === resource.node)
  return isOwn && changes.length === 0 ? file : undefined
}

export function replace({ path, text }: SourceFile, span: Span, newText: string): Edit {
  return { path, span, oldText: text.slice(span[0], span[1]), newText }
}

/** Sets a field below a mapping: replaces its scalar, or adds it with the mappings on the way. Undefined where something else is in the way. */
export function setField(
  file: SourceFile,
  root: Mapping,
  path: readonly [string, ...string[]],
  value: NewValue,
): Edit | undefined {
  const [key, ...rest] = path
  const [next, ...more] = rest
  const at = field(root, key)
  if (at === undefined) return addField(file, root, key, nested(rest, value))
  if (next === undefined) {
    if (typeof value !== 'string' || at.kind !== 'scalar') return undefined
    return at.span[0] === at.span[1] ? undefined : replace(file, at.span, value)
  }
  return at.kind === 'mapping' ? setField(file, at, [next, ...more], value) : undefined
}

/** Adds a field at the end of a mapping, in the mapping's own style. */
function addField(file: SourceFile, to: Mapping, key: string, value: NewValue): Edit | undefined {
  if (to.flow) return insertField(file, to, `${key}: ${flow(value)}`)
  const start = to.entries[0]?.key.span[0] ?? 0
  const indent = ' '.repeat(start - (file.text.lastIndexOf('\n', start - 1) + 1))
  return insertField(file, to, block(key, value, indent).trimStart())
}

/** Takes an entry of a block mapping out, with its line or lines and what stands behind it there. */
export function removeField(file: SourceFile, from: Mapping, key: string): Edit | undefined {
  const { text } = file
  const index = from.entries.findIndex(entry => entry.key.kind === 'scalar' && entry.key.text === key)
  const entry = from.entries[index]
  if (entry === undefined || from.entries.length === 1) return undefined
  const end = (entry.value ?? entry.key).span[1]
  if (from.flow) {
    const next = from.entries[index + 1]
    const before = from.entries[index - 1]
    if (next) return replace(file, [entry.key.span[0], next.key.span[0]], '')
    return before && replace(file, [(before.value ?? before.key).span[1], end], '')
  }
  const start = text.lastIndexOf('\n', entry.key.span[0] - 1) + 1
  if (text.slice(start, entry.key.span[0]).trim() !== '') return undefined
  const last = text.slice(0, end).trimEnd().length
  const newline = text.indexOf('\n', Math.max(last, entry.key.span[1]))
  return replace(file, [start, newline === -1 ? text.length : newline + 1], '')
}

function nested(path: readonly string[], value: NewValue): NewValue {
  return path.reduceRight<NewValue>((inner, key) => [[key, inner]], value)
}

function block(key: string, value: NewValue, indent: string): string {
  if (typeof value === 'string') return `${indent}${key}: ${value}`
  return `${indent}${key}:\n${value.map(([inner, one]) => block(inner, one, `${indent}  `)).join('\n')}`
}

function flow(value: NewValue): string {
  return typeof value === 'string'
    ? value
    : `{${value.map(([key, one]) => `${key}: ${flow(one)}`).join(', ')}}`
}
