import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseAllDocuments,
  type Document as YamlDoc,
} from 'yaml'
import { placeComments, placesOf } from './comments.ts'
import type { Comment, Entry, Node, PlacedComment, Scalar, ScalarStyle, YamlDocument } from './node.ts'
import type { Span } from './span.ts'

/** A text as documents with spans. Never throws: what does not parse is in `errors`. Sole door to the YAML parsers. */
export function readDocuments(text: string): readonly YamlDocument[] {
  const documents = parseAllDocuments(text, {
    uniqueKeys: false,
    keepSourceTokens: false,
    intAsBigInt: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  return Array.isArray(documents) ? documents.map(document => fromYaml(document, text)) : []
}

function fromYaml(document: YamlDoc.Parsed, text: string): YamlDocument {
  const [start, , end] = document.range
  const root = document.contents ? toNode(document.contents as ParsedNode) : undefined
  const comments = placeComments(text, start, end, placesOf(root))
  attach(comments)
  return {
    span: [start, end],
    errors: document.errors.map(error => ({ span: [error.pos[0], error.pos[1]], message: error.message })),
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

function toNode(node: ParsedNode): Node {
  const span: Span = [node.range[0], node.range[1]]
  const attached = {
    ...('anchor' in node && node.anchor ? { anchor: node.anchor } : {}),
    ...('tag' in node && node.tag ? { tag: node.tag.replace(/^tag:yaml\.org,2002:/, '!!') } : {}),
  }
  if (isAlias(node)) return { kind: 'alias', span, name: node.source }
  if (isScalar(node)) {
    return {
      ...attached,
      kind: 'scalar',
      span,
      text: node.source ?? '',
      value: node.value as string | number | boolean | null,
      style: style(node.type),
    }
  }
  if (isMap(node)) {
    const entries = node.items.map(
      (pair): Entry => ({
        key: pair.key ? toNode(pair.key as ParsedNode) : empty(span[0]),
        ...(pair.value ? { value: toNode(pair.value as ParsedNode) } : {}),
      }),
    )
    return { ...attached, kind: 'mapping', span, flow: node.flow === true, entries }
  }
  if (isSeq(node)) {
    const items = node.items.map(item => toNode(item as ParsedNode))
    return { ...attached, kind: 'sequence', span, flow: node.flow === true, items }
  }
  return empty(span[0])
}

function empty(at: number): Node {
  return { kind: 'scalar', span: [at, at], text: '', value: null, style: 'plain' }
}

function style(type: string | undefined): ScalarStyle {
  if (type === 'QUOTE_SINGLE') return 'single'
  if (type === 'QUOTE_DOUBLE') return 'double'
  if (type === 'BLOCK_LITERAL') return 'literal'
  return type === 'BLOCK_FOLDED' ? 'folded' : 'plain'
}
