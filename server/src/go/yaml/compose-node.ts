import { type Composer, joined, next, peek, setComments, skip, takeComments } from './composer.ts'
import { newNode, shortTag, type YamlNode } from './node.ts'
import { resolveTag } from './resolve.ts'
import { fail, type Token } from './scanner.ts'

/** What stands where nothing is written. */
export function emptyScalar(at: number): YamlNode {
  const scalar = newNode('scalar', at)
  scalar.tag = '!!null'
  return scalar
}

/** The node that begins at the next token. Block collections only where `isBlock`, `- ` without indentation where allowed. */
export function parseNode(c: Composer, isBlock: boolean, allowsIndentless: boolean): YamlNode {
  let token = peek(c)
  if (token.type === 'alias') return parseAlias(c, token)
  let end = token.start
  let anchor: Token | undefined
  let tag: Token | undefined
  for (;;) {
    if (token.type === 'anchor' && !anchor) anchor = token
    else if (token.type === 'tag' && !tag) tag = token
    else break
    end = token.end
    token = next(c)
  }
  const node = newNode(kindOf(token.type), token.start, token.end)
  if (anchor) {
    node.anchor = anchor.value
    c.anchors.set(anchor.value, node)
  }
  if (tag) setTag(c, node, tag)
  switch (token.type) {
    case 'scalar':
      node.value = token.value
      node.style = token.style
      if (!node.isTagged) node.tag = implicitTag(token)
      setComments(c, node)
      skip(c)
      return node
    case '[':
      return parseFlowSequence(c, setComments(c, node))
    case '{':
      return parseFlowMapping(c, setComments(c, node))
    case '-':
      if (allowsIndentless) return parseBlockSequence(c, node, true)
      break
    case 'block-sequence':
      if (isBlock) return parseBlockSequence(c, withStem(c, node), false)
      break
    case 'block-mapping':
      if (isBlock) return parseBlockMapping(c, withStem(c, node))
      break
  }
  if (!anchor && !tag) fail(c.s, 'did not find expected node content', token.start)
  const empty = {
    ...node,
    kind: 'scalar' as const,
    tag: node.isTagged ? node.tag : '!!null',
    start: end,
    end,
  }
  if (anchor) c.anchors.set(anchor.value, empty)
  return empty
}

function kindOf(type: Token['type']): YamlNode['kind'] {
  if (type === 'block-mapping' || type === '{') return 'mapping'
  return type === 'block-sequence' || type === '[' || type === '-' ? 'sequence' : 'scalar'
}

function implicitTag({ style, value }: Token): string {
  if (style !== 'plain') return '!!str'
  return value === '<<' ? '!!merge' : resolveTag(value)
}

function parseAlias(c: Composer, token: Token): YamlNode {
  const target = c.anchors.get(token.value)
  if (!target) fail(c.s, `unknown anchor '${token.value}' referenced`, token.start)
  const alias = newNode('alias', token.start, token.end)
  alias.value = token.value
  alias.target = target
  setComments(c, alias)
  skip(c)
  return alias
}

/** Resolves a tag's handle. The tag `!` alone says nothing. */
function setTag(c: Composer, node: YamlNode, token: Token): void {
  const prefix = token.value === '' ? '' : c.directives.get(token.value)
  if (prefix === undefined) fail(c.s, 'found undefined tag handle', token.start)
  const tag = `${prefix}${token.suffix}`
  if (tag === '!') return
  node.tag = shortTag(tag)
  node.isTagged = true
}

function withStem(c: Composer, node: YamlNode): YamlNode {
  node.headComment = joined(c.stem)
  c.stem = []
  return node
}

function add(parent: YamlNode, child: YamlNode): YamlNode {
  parent.content.push(child)
  parent.end = Math.max(parent.end, child.end)
  return child
}

function parseBlockSequence(c: Composer, sequence: YamlNode, isIndentless: boolean): YamlNode {
  if (!sequence.isTagged) sequence.tag = '!!seq'
  if (!isIndentless) skip(c)
  for (let token = peek(c); token.type === '-'; token = peek(c)) {
    const waiting = c.head.length
    skip(c)
    splitStem(c, waiting)
    const { type } = peek(c)
    const isEmpty = type === '-' || type === 'block-end' || (isIndentless && (type === '?' || type === ':'))
    add(sequence, isEmpty ? emptyScalar(token.end) : parseNode(c, true, false))
  }
  if (isIndentless) return sequence
  expect(c, 'block-end', "did not find expected '-' indicator")
  return sequence
}

/** Puts the comments above an item aside for the collection that the item is. */
function splitStem(c: Composer, count: number): void {
  if (count === 0) return
  const { type } = peek(c)
  if (type !== 'block-sequence' && type !== 'block-mapping') return
  c.stem = c.head.slice(0, count)
  c.head = c.head.slice(count)
}

function expect(c: Composer, type: Token['type'], message: string): void {
  const token = peek(c)
  if (token.type === type) skip(c)
  else fail(c.s, message, token.start)
}

function parseBlockMapping(c: Composer, mapping: YamlNode): YamlNode {
  if (!mapping.isTagged) mapping.tag = '!!map'
  skip(c)
  for (let token = peek(c); token.type === '?'; token = peek(c)) {
    const key = add(mapping, isBlockValue(next(c)) ? parseNode(c, true, true) : emptyScalar(token.end))
    const before = mapping.content.at(-3)
    if (key.footComment && before) {
      before.footComment = key.footComment
      key.footComment = undefined
    }
    const colon = peek(c)
    if (colon.type !== ':')
      setValue(mapping, key, emptyScalar(colon.type === 'block-end' ? colon.end : colon.start))
    else setValue(mapping, key, isBlockValue(next(c)) ? parseNode(c, true, true) : emptyScalar(colon.end))
  }
  if (peek(c).type !== 'block-end') {
    fail(c.s, 'did not find expected key', peek(c).start)
    return mapping
  }
  const { line, foot } = takeComments(c)
  mapping.lineComment = line
  const last = mapping.content.at(-2)
  if (last && foot) last.footComment = foot
  skip(c)
  return mapping
}

function isBlockValue({ type }: Token): boolean {
  return type !== '?' && type !== ':' && type !== 'block-end'
}

/** The foot of a value is kept at its key, since the value may be a collection that ends much later. */
function setValue(mapping: YamlNode, key: YamlNode, value: YamlNode): void {
  add(mapping, value)
  if (key.footComment || !value.footComment) return
  key.footComment = value.footComment
  value.footComment = undefined
}

function parseFlowSequence(c: Composer, sequence: YamlNode): YamlNode {
  startFlow(sequence, '!!seq')
  let token = next(c)
  for (let isFirst = true; token.type !== ']' && !c.s.error; isFirst = false) {
    if (!isFirst) {
      if (token.type !== ',') {
        fail(c.s, "did not find expected ',' or ']'", token.start)
        break
      }
      token = next(c)
    }
    if (token.type === '?') add(sequence, parseFlowPair(c, token))
    else if (token.type !== ']') add(sequence, parseNode(c, false, false))
    token = peek(c)
  }
  return endFlow(c, sequence, token)
}

/** `key: value` in a flow sequence: a mapping of its own. */
function parseFlowPair(c: Composer, start: Token): YamlNode {
  const mapping = newNode('mapping', start.start, start.end)
  startFlow(mapping, '!!map')
  let token = next(c)
  let key: YamlNode
  if (token.type !== ':' && token.type !== ',' && token.type !== ']') {
    key = add(mapping, parseNode(c, false, false))
  } else {
    key = add(mapping, emptyScalar(token.end))
    skip(c)
  }
  token = peek(c)
  const value = token.type === ':' ? next(c) : undefined
  const isEmpty = !value || value.type === ',' || value.type === ']'
  setValue(mapping, key, isEmpty ? emptyScalar(token.start) : parseNode(c, false, false))
  return mapping
}

function parseFlowMapping(c: Composer, mapping: YamlNode): YamlNode {
  startFlow(mapping, '!!map')
  let token = next(c)
  for (let isFirst = true; token.type !== '}' && !c.s.error; isFirst = false) {
    if (!isFirst) {
      if (token.type !== ',') {
        fail(c.s, "did not find expected ',' or '}'", token.start)
        break
      }
      token = next(c)
    }
    if (token.type === '?') {
      token = next(c)
      const key = add(
        mapping,
        isFlowValue(token) && token.type !== ':' ? parseNode(c, false, false) : emptyScalar(token.start),
      )
      const colon = peek(c)
      const value = colon.type === ':' ? next(c) : undefined
      setValue(
        mapping,
        key,
        value && isFlowValue(value) ? parseNode(c, false, false) : emptyScalar(peek(c).start),
      )
    } else if (token.type !== '}') {
      const key = add(mapping, parseNode(c, false, false))
      setValue(mapping, key, emptyScalar(peek(c).start))
    }
    token = peek(c)
  }
  return endFlow(c, mapping, token)
}

function isFlowValue({ type }: Token): boolean {
  return type !== ',' && type !== '}'
}

function startFlow(node: YamlNode, tag: string): void {
  node.isFlow = true
  if (!node.isTagged) node.tag = tag
}

function endFlow(c: Composer, node: YamlNode, token: Token): YamlNode {
  const { line, foot } = takeComments(c)
  node.lineComment = line
  node.footComment = foot
  node.end = token.end
  skip(c)
  return node
}
