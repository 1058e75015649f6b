/** The state of go-yaml v3's parser and composer: the next token, and the comments on their way to a node. */
import type { NodeComment, YamlNode } from './node.ts'
import { peekToken, skipToken } from './scan.ts'
import { fail, newScanner, type Scanner, type Token } from './scanner.ts'

export interface Composer {
  readonly s: Scanner
  /** Comments that wait for the next node that takes any. */
  head: NodeComment[]
  line: NodeComment[]
  foot: NodeComment[]
  /** The head comments of a sequence's item that is a collection: they go to the collection as a whole. */
  stem: NodeComment[]
  readonly anchors: Map<string, YamlNode>
  readonly directives: Map<string, string>
}

export function newComposer(text: string): Composer {
  const s = newScanner(text)
  skipToken(s)
  return { s, head: [], line: [], foot: [], stem: [], anchors: new Map(), directives: new Map() }
}

/** The next token; the comments up to it are waiting afterwards. */
export function peek(c: Composer): Token {
  const token = peekToken(c.s)
  const { comments } = c.s
  for (
    let comment = comments[c.s.joined];
    comment && token.start >= comment.owner;
    comment = comments[c.s.joined]
  ) {
    if (comment.role === 'head' && token.type === 'block-end') break
    c[comment.role].push(comment)
    c.s.joined++
  }
  return token
}

export function skip(c: Composer): void {
  skipToken(c.s)
}

export function next(c: Composer): Token {
  skip(c)
  return peek(c)
}

/** The comments that wait, each kind joined by line breaks; none waits afterwards. */
export function takeComments(c: Composer): Record<'head' | 'line' | 'foot', NodeComment | undefined> {
  const taken = { head: joined(c.head), line: joined(c.line), foot: joined(c.foot) }
  if (c.head.length > 0) c.head = []
  if (c.line.length > 0) c.line = []
  if (c.foot.length > 0) c.foot = []
  if (c.stem.length > 0) c.stem = []
  return taken
}

export function joined(comments: readonly NodeComment[]): NodeComment | undefined {
  if (comments.length < 2) return comments[0]
  return {
    text: comments.map(comment => comment.text).join('\n'),
    starts: comments.flatMap(comment => comment.starts),
  }
}

export function setComments(c: Composer, node: YamlNode): YamlNode {
  const { head, line, foot } = takeComments(c)
  node.headComment = head
  node.lineComment = line
  node.footComment = foot
  return node
}

export function parseDirectives(c: Composer): void {
  let hasVersion = false
  for (let token = peek(c); token.type === 'version' || token.type === 'tag-directive'; token = next(c)) {
    if (token.type === 'version') {
      if (hasVersion) fail(c.s, 'found duplicate %YAML directive', token.start)
      if (token.value !== '1.1') fail(c.s, 'found incompatible YAML document', token.start)
      hasVersion = true
    } else if (c.directives.has(token.value)) {
      fail(c.s, 'found duplicate %TAG directive', token.start)
    } else {
      c.directives.set(token.value, token.suffix)
    }
  }
  if (!c.directives.has('!')) c.directives.set('!', '!')
  if (!c.directives.has('!!')) c.directives.set('!!', 'tag:yaml.org,2002:')
}

/** The part of a head comment up to its last empty line belongs to the document, the rest to its first node. */
export function splitHeader(
  head: NodeComment | undefined,
): readonly [NodeComment | undefined, NodeComment | undefined] {
  if (!head) return [undefined, undefined]
  const { text, starts } = head
  const at = text.endsWith('\n') ? text.length - 1 : text.lastIndexOf('\n\n')
  if (at < 1) return [undefined, head]
  const top = text.slice(0, at)
  const rest = text.slice(at).replace(/^\n{1,2}/, '')
  const lines = top.split('\n').filter(line => line !== '').length
  return [
    { text: top, starts: starts.slice(0, lines) },
    rest === '' ? undefined : { text: rest, starts: starts.slice(lines) },
  ]
}
