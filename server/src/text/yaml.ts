import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseAllDocuments,
  type Document as YamlDoc,
} from 'yaml'
import type { Entry, Node, ScalarStyle, YamlDocument } from './node.ts'
import type { Span } from './span.ts'

/** A text as documents with spans. Never throws: what does not parse is in `errors`. Sole door to the YAML parsers. */
export function readDocuments(text: string): readonly YamlDocument[] {
  const documents = parseAllDocuments(text, {
    uniqueKeys: false,
    keepSourceTokens: false,
    intAsBigInt: false,
  })
  return Array.isArray(documents) ? documents.map(document => fromYaml(document, text)) : []
}

function fromYaml(document: YamlDoc.Parsed, text: string): YamlDocument {
  const [start, , end] = document.range
  return {
    span: [start, end],
    errors: document.errors.map(error => ({ span: [error.pos[0], error.pos[1]], message: error.message })),
    ...(document.contents ? { root: toNode(document.contents as ParsedNode, text) } : {}),
  }
}

function toNode(node: ParsedNode, text: string): Node {
  const span: Span = [node.range[0], node.range[1]]
  const attached = {
    ...('anchor' in node && node.anchor ? { anchor: node.anchor } : {}),
    ...('tag' in node && node.tag ? { tag: node.tag } : {}),
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
        key: pair.key ? toNode(pair.key as ParsedNode, text) : empty(span[0]),
        ...(pair.value ? { value: toNode(pair.value as ParsedNode, text) } : {}),
      }),
    )
    return { ...attached, kind: 'mapping', span, flow: node.flow === true, entries }
  }
  if (isSeq(node)) {
    const items = node.items.map(item => toNode(item as ParsedNode, text))
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
