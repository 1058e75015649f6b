import type { Entry, Mapping, Node } from './node.ts'
import type { Span } from './span.ts'
import { readDocuments } from './yaml.ts'

/** Where an offset lies in YAML that is being typed. */
export interface Cursor {
  /** A key of a mapping, a value or an item of a list, or the inside of a block scalar. */
  readonly at: 'key' | 'value' | 'block'
  /** From the document's root to what is typed: names of keys, places in lists. Ends with the key whose value is typed. */
  readonly path: readonly (string | number)[]
  /** What a completion replaces, and what of it stands before the cursor. In a block scalar nothing is replaced. */
  readonly span: Span
  readonly typed: string
  /** The document as it would be with something in that place. Its spans are of no use outside it. */
  readonly root: Node | undefined
  /** The mapping that the key or value is in. */
  readonly mapping: Mapping | undefined
  /** The column where the line's first key stands, or would. */
  readonly indent: number
  readonly isFlow: boolean
  /** Whether a key has its colon already. */
  readonly hasColon: boolean
}

/**
 * Puts a word in the cursor's place that makes the text whole again, and looks where the parser finds it. Undefined
 * where it does not, and in comments.
 */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const [start, end] = documentAround(text, offset)
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(lineStart, offset)
  const after = /^[^\r\n]*/.exec(text.slice(offset, offset + 2000))?.[0] ?? ''
  const { typed, isValue, isFlow, isComment, indent } = readLine(before)
  const rest = isValue ? valueRest(typed, after, isFlow) : (/^[\w$.-]+/.exec(after)?.[0] ?? '')
  const span: Span = [offset - typed.length, offset + rest.length]
  const hasColon = /^["']?\s*:(\s|$)/.test(after.slice(rest.length))
  const filler = isComment || isValue || isFlow || hasColon ? word : `${word}:`
  const [from, to] = isComment ? [offset, offset] : span
  const repaired = text.slice(start, from) + filler + text.slice(to, end)
  const root = readDocuments(repaired).find(document => document.root)?.root
  const found = root && find(root, [], undefined)
  if (found === undefined) return undefined
  const common = { path: found.path, root, mapping: found.mapping, indent, isFlow, hasColon }
  if (found.isBlock) return { ...common, at: 'block', span: [offset, offset], typed: before }
  return isComment ? undefined : { ...common, at: found.as, span, typed }
}

/** No key or value anybody would write. */
const word = 'x0fluxmark0x'

/** The lines between the `---` around an offset. */
export function documentAround(text: string, offset: number): Span {
  const border = /^(---|\.\.\.)(?=\s|$)/gm
  let [start, end] = [0, text.length]
  for (let found = border.exec(text); found; found = border.exec(text)) {
    if (found.index + 3 <= offset) start = found.index + 3
    else {
      end = found.index
      break
    }
  }
  return [start, end]
}

interface Line {
  /** The key or value so far. */
  readonly typed: string
  readonly isValue: boolean
  readonly isFlow: boolean
  readonly isComment: boolean
  readonly indent: number
}

/** Reads a line up to the cursor: what is being typed is what follows the last colon, comma or bracket. */
function readLine(before: string): Line {
  const indent = /^ *(?:- +)*/.exec(before)?.[0].length ?? 0
  let [begin, depth, isValue] = [indent, 0, false]
  const token = /"(?:[^"\\]|\\.)*"?|'[^']*'?|(?<=^|\s)#|:(?=\s)|[{}[\],]|[^\s]/g
  token.lastIndex = indent
  for (let found = token.exec(before); found; found = token.exec(before)) {
    const [at] = found
    const isAtStart = before.slice(begin, found.index).trim() === ''
    if (at === '#') return { typed: '', isValue, isFlow: false, isComment: true, indent }
    if (at === ':' && (!isValue || depth > 0)) isValue = true
    else if ((at === '{' || at === '[') && (isAtStart || depth > 0))
      [depth, isValue] = [depth + 1, at === '[']
    else if ((at === '}' || at === ']') && depth > 0) depth--
    else if (!(at === ',' && depth > 0)) continue
    else isValue = false
    begin = found.index + 1
  }
  const typed = before.slice(begin).trimStart()
  return { typed, isValue, isFlow: depth > 0, isComment: false, indent }
}

/** What of a value stands behind the cursor. */
function valueRest(typed: string, after: string, isFlow: boolean): string {
  const quote = /^["']/.exec(typed)?.[0]
  if (quote) return after.includes(quote) ? after.slice(0, after.indexOf(quote) + 1) : ''
  const rest = /^(?:(?!\s+#).)*/.exec(after)?.[0] ?? ''
  return (isFlow ? (/^[^,}\]]*/.exec(rest)?.[0] ?? '') : rest).trimEnd()
}

interface Found {
  readonly as: 'key' | 'value'
  readonly path: readonly (string | number)[]
  readonly mapping: Mapping | undefined
  readonly isBlock: boolean
}

function find(
  node: Node,
  path: readonly (string | number)[],
  mapping: Mapping | undefined,
): Found | undefined {
  if (node.kind === 'scalar') {
    if (!node.text.includes(word)) return undefined
    return { as: 'value', path, mapping, isBlock: node.style === 'literal' || node.style === 'folded' }
  }
  if (node.kind === 'sequence')
    return first(node.items, (item, index) => find(item, [...path, index], mapping))
  if (node.kind !== 'mapping') return undefined
  return first(node.entries, ({ key, value }: Entry) => {
    const name = key.kind === 'scalar' ? key.text : ''
    if (name === word) return { as: 'key', path, mapping: node, isBlock: false }
    return value && find(value, [...path, name], node)
  })
}

function first<T, R>(list: readonly T[], ask: (item: T, index: number) => R | undefined): R | undefined {
  for (const [index, item] of list.entries()) {
    const answer = ask(item, index)
    if (answer !== undefined) return answer
  }
  return undefined
}
