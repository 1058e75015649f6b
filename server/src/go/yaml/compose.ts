import { emptyScalar, parseNode } from './compose-node.ts'
import {
  type Composer,
  joined,
  newComposer,
  next,
  parseDirectives,
  peek,
  skip,
  splitHeader,
  takeComments,
} from './composer.ts'
import { newNode, type YamlNode } from './node.ts'
import { fail } from './scanner.ts'

/** Why go-yaml does not read a text: its words, and where. */
export interface YamlError {
  readonly err: string
  readonly at: number
}

/**
 * The first document of a text as go-yaml v3's `Decoder.Decode` gives it to a `yaml.Node`: undefined where
 * there is none, an error where it does not parse. What stands behind the first document is not looked at.
 */
export function composeDocument(text: string): YamlNode | YamlError | undefined {
  const control = CONTROL.exec(text)
  if (control) return { err: 'control characters are not allowed', at: control.index }
  const composer = newComposer(text)
  const document = parseDocument(composer)
  const { error } = composer.s
  return error ? { err: error.message, at: error.at } : document
}

/** What no YAML text may hold, U+FFFE and U+FFFF and half a surrogate pair included. */
const CONTROL =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

function parseDocument(c: Composer): YamlNode | undefined {
  const token = peek(c)
  if (token.type === 'stream-end') return undefined
  const document = newNode('document', token.start)
  if (/^(version|tag-directive|document-start)$/.test(token.type)) {
    parseDirectives(c)
    if (peek(c).type !== 'document-start') fail(c.s, 'did not find expected <document start>')
    const first = next(c)
    const isEmpty = /^(version|tag-directive|document-start|document-end|stream-end)$/.test(first.type)
    document.content.push(isEmpty ? emptyScalar(first.start) : parseNode(c, true, false))
  } else {
    parseDirectives(c)
    const [header, rest] = splitHeader(joined(c.head))
    document.headComment = header
    c.head = rest ? [rest] : []
    document.content.push(parseNode(c, true, false))
  }
  const end = peek(c)
  if (end.type === 'document-end') skip(c)
  const { head, foot } = takeComments(c)
  document.footComment = foot ?? head
  document.end = end.start
  return document
}
