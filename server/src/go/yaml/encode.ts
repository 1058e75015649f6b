import type { NodeComment, YamlNode } from './node.ts'
import { presentation, tagParts } from './presentation.ts'
import { isMultiline, writeScalar } from './write-scalar.ts'
import {
  decreaseIndent,
  increaseIndent,
  newWriter,
  put,
  type Writer,
  writeBreak,
  writeFootComment,
  writeHeadComment,
  writeIndent,
  writeIndicator,
  writeLineComment,
} from './writer.ts'

/** How kyaml prints a document's sequences: `wide` indents those in a mapping by two. */
export type SequenceStyle = 'compact' | 'wide'

/** Documents as go-yaml v3's `Encoder` writes them with an indentation of two, `---` between them. */
export function encodeDocuments(
  documents: readonly { readonly node: YamlNode; readonly sequences: SequenceStyle }[],
): string {
  const w = newWriter()
  documents.forEach(({ node, sequences }, index) => {
    w.isCompact = sequences === 'compact'
    writeDocument(w, node, index === 0)
  })
  return w.out
}

function writeDocument(w: Writer, node: YamlNode, isFirst: boolean): void {
  const isDocument = node.kind === 'document'
  announce(w, isDocument ? { head: node.headComment } : {})
  if (!isFirst) {
    writeIndent(w)
    writeIndicator(w, '---', true)
    writeIndent(w)
  }
  if (w.waiting.head !== '') {
    writeHeadComment(w)
    writeBreak(w)
  }
  for (const root of isDocument ? node.content : [node]) {
    announceNode(w, root)
    writeHeadComment(w)
    writeChild(w, root, false)
  }
  announce(w, isDocument ? { foot: node.footComment } : {})
  w.footIndent = 0
  writeFootComment(w)
  w.footIndent = -1
  writeIndent(w)
}

interface Comments {
  readonly head?: NodeComment | undefined
  readonly line?: NodeComment | undefined
  readonly foot?: NodeComment | undefined
  readonly tail?: NodeComment | undefined
}

/** Notes the comments of what comes next. A kind that is empty leaves what waits of it. */
function announce(w: Writer, { head, line, foot, tail }: Comments): void {
  if (head?.text) w.waiting.head = head.text
  if (line?.text) w.waiting.line = line.text
  if (foot?.text) w.waiting.foot = foot.text
  if (tail?.text) w.waiting.tail = tail.text
}

/** A collection's line and foot comment come with its end. */
function announceNode(w: Writer, node: YamlNode, tail?: NodeComment): void {
  const { headComment: head, lineComment: line, footComment: foot } = node
  if (node.kind === 'scalar') announce(w, { head, line, foot, tail })
  else if (node.kind === 'alias') announce(w, { head, line, foot })
  else if (node.kind === 'mapping') announce(w, { head, tail })
  else announce(w, { head })
}

function writeChild(w: Writer, node: YamlNode, isItem: boolean, isMapping = false): void {
  writeStart(w, node, isItem, isMapping, false)
  writeLineComment(w)
  writeFootComment(w)
  writeContent(w, node, isItem)
}

/** An alias, a scalar, or the anchor and tag of a collection. */
function writeStart(
  w: Writer,
  node: YamlNode,
  isItem: boolean,
  isMapping: boolean,
  isSimpleKey: boolean,
): void {
  w.isMappingContext = isMapping
  w.isSimpleKey = isSimpleKey
  if (node.kind === 'alias') {
    writeIndicator(w, `*${node.value}`, true)
    w.isIndented = false
    return
  }
  if (node.anchor !== '') {
    writeIndicator(w, `&${node.anchor}`, true)
    w.isIndented = false
  }
  const { tag, style } = presentation(node)
  writeTag(w, tag)
  if (node.kind !== 'scalar') return
  increaseIndent(w, true, isItem)
  writeScalar(w, node.value, style)
  decreaseIndent(w)
}

function writeTag(w: Writer, tag: string): void {
  if (tag === '') return
  const [handle, suffix] = tagParts(tag)
  const content = suffix.replace(/[^-;/?:@&=+$,_.~*'()[\]0-9A-Za-z]/gu, char =>
    encodeURIComponent(char).replace('!', '%21'),
  )
  if (!w.isSpaced) put(w, ' ')
  put(w, handle === '' ? `!<${content}>` : `${handle}${content}`)
  w.isSpaced = false
  w.isIndented = false
}

function writeContent(w: Writer, node: YamlNode, isItem: boolean): void {
  const isFlow = w.flowLevel > 0 || node.isFlow || node.content.length === 0
  if (node.kind === 'sequence') (isFlow ? writeFlowSequence : writeBlockSequence)(w, node, isItem)
  if (node.kind === 'mapping') (isFlow ? writeFlowMapping : writeBlockMapping)(w, node, isItem)
}

function writeBlockSequence(w: Writer, node: YamlNode, isItem: boolean): void {
  const isCompact = w.isMappingContext && (w.column === 0 || !w.isIndented) && w.isCompact
  increaseIndent(w, false, isItem, isCompact)
  for (const item of node.content) {
    announceNode(w, item)
    writeHeadComment(w)
    writeIndent(w)
    writeIndicator(w, '-', true, false, true)
    writeChild(w, item, true)
  }
  announce(w, { line: node.lineComment, foot: node.footComment })
  decreaseIndent(w)
}

function writeBlockMapping(w: Writer, node: YamlNode, isItem: boolean): void {
  increaseIndent(w, false, isItem)
  for (const [key, value, tail] of entries(node)) {
    announceNode(w, key, tail)
    writeHeadComment(w)
    writeIndent(w)
    if (w.waiting.line !== '') {
      w.waiting.keyLine = w.waiting.line
      w.waiting.line = ''
    }
    const isSimple = writeKey(w, key, true)
    announceNode(w, value)
    if (!isSimple) writeIndent(w)
    writeIndicator(w, ':', !isSimple, false, !isSimple)
    writeKeyLineComment(w, value)
    writeChild(w, value, false, true)
  }
  announce(w, { tail: lastFoot(node), line: node.lineComment, foot: node.footComment })
  writeHeadComment(w)
  decreaseIndent(w)
}

/** Writes a key, with a `?` where it needs one; false where it did. */
function writeKey(w: Writer, key: YamlNode, isBlock: boolean): boolean {
  const isSimple = isSimpleKey(key)
  if (!isSimple) writeIndicator(w, '?', true, false, isBlock)
  writeStart(w, key, false, true, isSimple)
  writeContent(w, key, false)
  return isSimple
}

/** A comment behind `key:` goes behind a scalar value that has none, or straight behind the key of a block. */
function writeKeyLineComment(w: Writer, value: YamlNode): void {
  const { waiting } = w
  if (waiting.keyLine === '') return
  if (value.kind === 'scalar') {
    if (waiting.line !== '') return
    waiting.line = waiting.keyLine
    waiting.keyLine = ''
  } else if (value.kind !== 'alias' && !value.isFlow) {
    const { line } = waiting
    waiting.line = waiting.keyLine
    writeLineComment(w)
    waiting.line = ''
    waiting.keyLine = ''
    waiting.line = line
  }
}

/** Keys and values. A key's foot comment belongs behind the whole entry: it is the tail that comes with the next. */
function* entries({ content }: YamlNode): Generator<readonly [YamlNode, YamlNode, NodeComment | undefined]> {
  let tail: NodeComment | undefined
  for (let i = 0; i + 1 < content.length; i += 2) {
    const [key, value] = [content[i], content[i + 1]]
    if (key && value) yield [key.footComment ? { ...key, footComment: undefined } : key, value, tail]
    tail = key?.footComment
  }
}

function lastFoot({ content }: YamlNode): NodeComment | undefined {
  return content.at(-2)?.footComment
}

/** Whether a key can do without `?`: at most 128 bytes on one line, no collection with content. */
function isSimpleKey(key: YamlNode): boolean {
  if (key.kind === 'scalar' && isMultiline(key.value)) return false
  if (key.kind !== 'scalar' && key.kind !== 'alias' && key.content.length > 0) return false
  const [handle, suffix] = tagParts(presentation(key).tag)
  return utf8Length(key.anchor + handle + suffix + key.value) <= 128
}

function utf8Length(text: string): number {
  let length = 0
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return length
}

function writeFlowSequence(w: Writer, node: YamlNode, isItem: boolean): void {
  startFlow(w, '[', isItem)
  let needsComma = false
  for (const item of node.content) {
    announceNode(w, item)
    if (needsComma) writeIndicator(w, ',', false)
    writeHeadComment(w)
    if (w.column === 0) writeIndent(w)
    needsComma = !writeFlowChild(w, item, false)
  }
  announce(w, { line: node.lineComment, foot: node.footComment })
  w.flowLevel--
  decreaseIndent(w)
  if (w.column === 0) writeIndent(w)
  endFlow(w, ']')
}

function writeFlowMapping(w: Writer, node: YamlNode, isItem: boolean): void {
  startFlow(w, '{', isItem)
  let needsComma = false
  for (const [key, value, tail] of entries(node)) {
    announceNode(w, key, tail)
    if (needsComma) writeIndicator(w, ',', false)
    writeHeadComment(w)
    if (w.column === 0) writeIndent(w)
    const isSimple = writeKey(w, key, false)
    announceNode(w, value)
    writeIndicator(w, ':', !isSimple)
    needsComma = !writeFlowChild(w, value, true)
  }
  announce(w, { tail: lastFoot(node), line: node.lineComment, foot: node.footComment })
  const { head, foot, tail } = w.waiting
  if (head + foot + tail !== '' && needsComma) writeIndicator(w, ',', false)
  writeHeadComment(w)
  w.flowLevel--
  decreaseIndent(w)
  endFlow(w, '}')
}

function startFlow(w: Writer, bracket: string, isItem: boolean): void {
  writeIndicator(w, bracket, true, true)
  increaseIndent(w, true, isItem)
  w.flowLevel++
}

function endFlow(w: Writer, bracket: string): void {
  writeIndicator(w, bracket, false)
  writeLineComment(w)
  writeFootComment(w)
}

/** Writes a child of a flow collection; true where its comma had to come before its comment. */
function writeFlowChild(w: Writer, node: YamlNode, isMapping: boolean): boolean {
  const { line, foot, tail } = w.waiting
  const isTrailed = line + foot + tail !== ''
  writeStart(w, node, false, isMapping, false)
  if (isTrailed) writeIndicator(w, ',', false)
  writeLineComment(w)
  writeFootComment(w)
  writeContent(w, node, false)
  return isTrailed
}
