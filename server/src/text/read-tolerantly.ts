import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseAllDocuments,
  type Document as YamlDoc,
} from 'yaml'
import { resolveTag } from '../go/yaml/resolve.ts'
import { placeComments } from './comments.ts'
import { scalarValue } from './from-go-node.ts'
import { isDeeplyNested } from './is-deeply-nested.ts'
import type {
  Comment,
  Entry,
  Node,
  ParseError,
  PlacedComment,
  Scalar,
  ScalarStyle,
  YamlDocument,
} from './node.ts'
import type { Span } from './span.ts'

/**
 * The documents of a text that go-yaml refuses with `error`, read as far as they go. `start` is where the text
 * begins in its file. Their comments are attached as go-yaml would do it if the rest were right, nearly.
 */
export function readTolerantly(text: string, start: number, error: ParseError): readonly YamlDocument[] {
  const found = parsed(text)
  const documents = found.map((document, index) =>
    fromYaml(document, found[index - 1]?.range[2] ?? 0, text, start, index === 0 ? [error] : []),
  )
  if (documents.length > 0) return documents
  const span: Span = [start, start + text.length]
  return [{ span, errors: [error], comments: placeComments(text, [0, text.length], undefined, start) }]
}

/**
 * The parser resolves no tag of a collection, whatever `%YAML` says: those of `!!omap` and `!!pairs` would put
 * pairs, which are no nodes, among the items of a sequence. Scalars are resolved by `scalarValue`.
 */
const parserOptions = {
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
  schema: 'core',
  resolveKnownTags: false,
} as const

/** None where the text is nested too deeply for the parser's recursion. */
function parsed(text: string): readonly YamlDoc.Parsed[] {
  // Where the stack ends amid a regular expression the whole process does: catching is not enough.
  if (isDeeplyNested(text)) return []
  try {
    const documents = parseAllDocuments(text, parserOptions)
    return Array.isArray(documents) ? documents : []
  } catch {
    return []
  }
}

function fromYaml(
  { range, contents, errors }: YamlDoc.Parsed,
  from: number,
  text: string,
  start: number,
  before: readonly ParseError[],
): YamlDocument {
  const root = contents ? toNode(contents as ParsedNode, start) : undefined
  const comments = placeComments(text, [from, range[2]], root, start)
  attach(comments)
  const own = errors.map(
    ({ pos, message }): ParseError => ({ span: [start + pos[0], start + pos[1]], message }),
  )
  return {
    span: [start + from, start + range[2]],
    errors: [...before, ...own],
    comments,
    ...(root ? { root } : {}),
  }
}

/** Gives comments to the scalars that go-yaml gives them to: behind any scalar, above an item of a sequence. */
function attach(comments: readonly PlacedComment[]): void {
  for (const { position, place, span, text } of comments) {
    if (place?.node.kind !== 'scalar') continue
    const scalar: Writable<Scalar> = place.node
    if (position === 'line' && place.as !== 'key') scalar.lineComment = { span, text }
    if (position === 'above' && place.as === 'item')
      scalar.headComment = joined(scalar.headComment, { span, text })
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function joined(head: Comment | undefined, comment: Comment): Comment {
  if (!head) return comment
  return { span: [head.span[0], comment.span[1]], text: `${head.text}\n${comment.text}` }
}

function toNode(node: ParsedNode, start: number, inFlow = false): Node {
  const span: Span = [start + node.range[0], start + node.range[1]]
  const tag = 'tag' in node && node.tag ? node.tag.replace(/^tag:yaml\.org,2002:/, '!!') : undefined
  const attached = {
    ...('anchor' in node && node.anchor ? { anchor: node.anchor } : {}),
    ...(tag ? { tag } : {}),
  }
  if (isAlias(node)) return { kind: 'alias', span, name: node.source }
  if (isScalar(node)) {
    const text = node.source ?? ''
    const style = styleOf(node.type)
    const value = scalarValue(text, style, tag ?? (style === 'plain' ? resolveTag(text) : '!!str'))
    return { kind: 'scalar', span, text, value, style, ...attached, ...(inFlow ? { inFlow } : {}) }
  }
  const isFlow = inFlow || node.flow === true
  if (isMap(node)) {
    const entries = node.items.map(
      (pair): Entry => ({
        key: pair.key ? toNode(pair.key as ParsedNode, start, isFlow) : empty(span[0]),
        ...(pair.value ? { value: toNode(pair.value as ParsedNode, start, isFlow) } : {}),
      }),
    )
    return { kind: 'mapping', span, flow: node.flow === true, entries, ...attached }
  }
  if (isSeq(node)) {
    const items = node.items.map(item => toNode(item as ParsedNode, start, isFlow))
    return { kind: 'sequence', span, flow: node.flow === true, items, ...attached }
  }
  return empty(span[0])
}

function empty(at: number): Node {
  return { kind: 'scalar', span: [at, at], text: '', value: null, style: 'plain' }
}

function styleOf(type: string | undefined): ScalarStyle {
  if (type === 'QUOTE_SINGLE') return 'single'
  if (type === 'QUOTE_DOUBLE') return 'double'
  if (type === 'BLOCK_LITERAL') return 'literal'
  return type === 'BLOCK_FOLDED' ? 'folded' : 'plain'
}
