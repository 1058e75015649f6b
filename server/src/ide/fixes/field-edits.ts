import type { SourceFile } from '../../flux/workspace/source-file.ts'
import type { Entry, Mapping, Node } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { Edit } from '../answers.ts'

/** A value for a new field: a scalar as it is to be written in YAML, or a mapping of such. */
export type NewValue = string | readonly (readonly [key: string, value: NewValue])[]

/**
 * Sets a field below a mapping: gives its scalar another value, or adds it, with the mappings on the way, in the
 * style of the mapping it comes into: JSON stays JSON. Undefined where something else is in the way.
 */
export function setField(
  file: SourceFile,
  root: Mapping,
  [key, next, ...more]: readonly [string, ...string[]],
  value: NewValue,
): Edit | undefined {
  const entry = entryOf(root, key)
  const at = entry?.value
  const path: readonly string[] = next === undefined ? [] : [next, ...more]
  if (entry === undefined || at === undefined) return addField(file, root, key, nested(path, value))
  if (next === undefined)
    return typeof value === 'string' && at.kind === 'scalar' ? setValue(file, entry, value) : undefined
  return at.kind === 'mapping' ? setField(file, at, [next, ...more], value) : undefined
}

/** Gives an entry another value. */
export function setValue(file: SourceFile, { key, value: old }: Entry, value: string): Edit {
  if (old && old.span[0] < old.span[1]) return replaceNode(file, old, value)
  return insertion(file.path, file.text.indexOf(':', key.span[1]) + 1, ` ${value}`)
}

/** Puts another value in place of a node, in quotes like those that are there. */
export function replaceNode({ path, text }: SourceFile, node: Node, value: string): Edit {
  const [start, stop] = node.span
  // A block scalar ends behind its line break, which stays.
  const end = start + text.slice(start, stop).trimEnd().length
  const isQuoted = node.kind === 'scalar' && (node.style === 'double' || node.style === 'single')
  const newText = isQuoted && isWord(value) ? `${text[start]}${value}${text[start]}` : value
  return { path, span: [start, end], oldText: text.slice(start, end), newText }
}

/** Takes a field out, with its lines, or, inside braces, with its comma; undefined where it shares a line or is the only one. */
export function removeField(file: SourceFile, from: Mapping, name: string): Edit | undefined {
  const { path, text } = file
  const index = from.entries.findIndex(({ key }) => key.kind === 'scalar' && key.text === name)
  const [before, entry, after] = [from.entries[index - 1], from.entries[index], from.entries[index + 1]]
  if (entry === undefined) return undefined
  const end = (one: Entry) => Math.max(one.key.span[1], one.value ? endOf(one.value) : 0)
  const isAlone = text.slice(lineStart(text, entry.key.span[0]), entry.key.span[0]).trim() === ''
  if (!from.flow && (!isAlone || from.entries.length === 1)) return undefined
  const span: Span = from.flow
    ? [before ? end(before) : entry.key.span[0], before || !after ? end(entry) : after.key.span[0]]
    : linesOf(text, entry)
  return { path, span, oldText: text.slice(...span), newText: '' }
}

/** Puts other text at a place. */
export function replace({ path, text }: SourceFile, span: Span, newText: string): Edit {
  return { path, span, oldText: text.slice(span[0], span[1]), newText }
}

/** From the line of an entry's key to the line break behind its value. */
export function linesOf(text: string, { key, value }: Entry): Span {
  const end = Math.max(key.span[1], value ? endOf(value) : 0)
  const next = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end)
  return [lineStart(text, key.span[0]), next === -1 ? text.length : next + 1]
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

export function entryOf(node: Mapping, name: string): Entry | undefined {
  return node.entries.find(({ key }) => key.kind === 'scalar' && key.text === name)
}

/** Whether a mapping in braces has its names in double quotes. */
export function isJson({ text }: SourceFile, { flow, entries, span }: Mapping): boolean {
  const [first] = entries
  return flow && (first ? text[first.key.span[0]] === '"' : /^\s*[{[]/.test(text) && span[0] > 0)
}

/** Adds a field behind the last one of a mapping; undefined where that has none to stand beside. */
function addField(file: SourceFile, to: Mapping, key: string, value: NewValue): Edit | undefined {
  const { path, text } = file
  const [first, last] = [to.entries[0], to.entries.at(-1)]
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  if (to.flow)
    return addToFlow(file, to, isJson(file, to) ? `"${key}": ${json(value)}` : `${key}: ${flow(value)}`, eol)
  if (first === undefined || last === undefined) return undefined
  const indent = ' '.repeat(first.key.span[0] - lineStart(text, first.key.span[0]))
  const lines = block(key, value, indent, eol)
  const end = endOf(last.value ?? last.key) || last.key.span[1]
  // A block scalar ends behind its last line break; everything else in the middle of a line.
  if (text[end - 1] === '\n') return insertion(path, end, `${lines}${eol}`)
  const next = /\r?\n|$/.exec(text.slice(end))?.index ?? 0
  return insertion(path, end + next, `${eol}${lines}`)
}

/** Behind the last entry; on a line of its own where that has one, with its comment left to it. */
function addToFlow({ path, text }: SourceFile, to: Mapping, entry: string, eol: string): Edit {
  const last = to.entries.at(-1)
  if (last === undefined) return insertion(path, to.span[0] + 1, entry)
  const end = last.value?.span[1] || last.key.span[1]
  const start = lineStart(text, last.key.span[0])
  const indent = text.slice(start, last.key.span[0])
  const [rest = '', comma] = /^(,?)[ \t]*(?:#[^\r\n]*)?(?=\r?\n)/.exec(text.slice(end)) ?? []
  if (comma === undefined || indent.trim() !== '') return insertion(path, end, `, ${entry}`)
  const kept = comma === '' ? `,${rest}` : rest
  return { path, span: [end, end + rest.length], oldText: rest, newText: `${kept}${eol}${indent}${entry}` }
}

function nested(path: readonly string[], value: NewValue): NewValue {
  return path.reduceRight<NewValue>((inner, key) => [[key, inner]], value)
}

function block(key: string, value: NewValue, indent: string, eol: string): string {
  if (typeof value === 'string') return `${indent}${key}: ${value}`
  const inner = value.map(([name, one]) => block(name, one, `${indent}  `, eol))
  return [`${indent}${key}:`, ...inner].join(eol)
}

function flow(value: NewValue): string {
  if (typeof value === 'string') return value
  return `{${value.map(([key, one]) => `${key}: ${flow(one)}`).join(', ')}}`
}

/** The same value as JSON has it. */
function json(value: NewValue): string {
  if (typeof value !== 'string') return `{${value.map(([key, one]) => `"${key}": ${json(one)}`).join(', ')}}`
  if (/^'.*'$/.test(value)) return JSON.stringify(value.slice(1, -1).replaceAll("''", "'"))
  return isWord(value) ? `"${value}"` : value
}

/** Whether YAML that is to be written is a string without quotes, with nothing to escape in it. */
function isWord(value: string): boolean {
  return !/^(?:true|false|null|-?\d+(?:\.\d+)?)$|["'\\[\]{}]/.test(value)
}

/** Where the text of a node ends. */
function endOf(node: Node): number {
  if (node.kind === 'mapping' && !node.flow) {
    const last = node.entries.at(-1)
    if (last) return Math.max(endOf(last.key), last.value ? endOf(last.value) : 0)
  }
  if (node.kind === 'sequence' && !node.flow) {
    const last = node.items.at(-1)
    if (last) return endOf(last)
  }
  return node.span[1]
}

function insertion(path: string, at: number, newText: string): Edit {
  return { path, span: [at, at], oldText: '', newText }
}
