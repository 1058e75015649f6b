import type { SourceFile } from '../flux/source-file.ts'
import type { Entry, Mapping, Node } from '../text/node.ts'
import type { Span } from '../text/span.ts'
import type { Edit } from './answers.ts'

/** Puts a field (`name: value`) behind the last one of a mapping; undefined where that has no fields to stand beside. */
export function insertField({ path, text }: SourceFile, node: Mapping, line: string): Edit | undefined {
  const [first, last] = [node.entries[0], node.entries.at(-1)]
  if (node.flow) {
    const at = last ? last.value?.span[1] || last.key.span[1] : node.span[0] + 1
    return insertion(path, at, last ? `, ${line}` : line)
  }
  if (first === undefined || last === undefined) return undefined
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = ' '.repeat(first.key.span[0] - lineStart(text, first.key.span[0]))
  const end = endOf(last.value ?? last.key) || last.key.span[1]
  // A block scalar ends behind its last line break; everything else in the middle of a line.
  if (text[end - 1] === '\n') return insertion(path, end, `${indent}${line}${eol}`)
  const next = /\r?\n|$/.exec(text.slice(end))?.index ?? 0
  return insertion(path, end + next, `${eol}${indent}${line}`)
}

/** Gives a field a value: in place of the old one, behind the key, or with the field; undefined where there is no room. */
export function setField(file: SourceFile, node: Mapping, name: string, value: string): Edit | undefined {
  const entry = node.entries.find(({ key }) => key.kind === 'scalar' && key.text === name)
  return entry ? setValue(file, entry, value) : insertField(file, node, `${name}: ${value}`)
}

/** Gives an entry another value. */
export function setValue(file: SourceFile, { key, value: old }: Entry, value: string): Edit {
  if (old && old.span[0] < old.span[1]) return replaceNode(file, old, value)
  return insertion(file.path, file.text.indexOf(':', key.span[1]) + 1, ` ${value}`)
}

/** Puts other text in place of a node. */
export function replaceNode({ path, text }: SourceFile, { span }: Node, newText: string): Edit {
  // A block scalar ends behind its line break, which stays.
  const end = span[0] + text.slice(...span).trimEnd().length
  return { path, span: [span[0], end], oldText: text.slice(span[0], end), newText }
}

/** Takes a field out, with its lines, or, inside braces, with its comma. */
export function removeField({ path, text }: SourceFile, node: Mapping, name: string): readonly Edit[] {
  const index = node.entries.findIndex(({ key }) => key.kind === 'scalar' && key.text === name)
  const [before, entry, after] = [node.entries[index - 1], node.entries[index], node.entries[index + 1]]
  if (entry === undefined) return []
  const end = (one: Entry) => Math.max(one.key.span[1], one.value ? endOf(one.value) : 0)
  const span: Span = node.flow
    ? [before ? end(before) : entry.key.span[0], before || !after ? end(entry) : after.key.span[0]]
    : linesOf(text, entry)
  return [{ path, span, oldText: text.slice(...span), newText: '' }]
}

/** From the line of an entry's key to the line break behind its value. */
export function linesOf(text: string, { key, value }: Entry): Span {
  const end = Math.max(key.span[1], value ? endOf(value) : 0)
  const next = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end)
  return [lineStart(text, key.span[0]), next === -1 ? text.length : next + 1]
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

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}
