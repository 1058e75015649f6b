import { Failure } from '../reflect/failure.ts'
import { quote } from '../strconv/quote.ts'
import { trimSpace } from '../unicode.ts'
import type { Bytes } from '../utf8.ts'
import { lexer } from './lexer.ts'
import {
  type BranchNode,
  type EndNode,
  type JumpNode,
  type ListNode,
  type Node,
  show,
  type TemplateNode,
} from './node.ts'
import { parsePipeline, parseString } from './parse-pipeline.ts'
import {
  backup,
  backupWith,
  deeper,
  expect,
  fail,
  newTree,
  next,
  nextNonSpace,
  peek,
  peekNonSpace,
  type Tree,
  unexpected,
} from './tree.ts'

/** The templates a text defines, by name; the text's own among them. */
export type Trees = ReadonlyMap<Bytes, ListNode>

/**
 * Parses a template as text/template of Go 1.26 does. Throws `Failure` with Go's text; its position is that of the
 * token at which the parser stood.
 */
export function parse(name: Bytes, text: Bytes, hasFunction: (name: Bytes) => boolean): Trees {
  if (text.length > longest) throw new Failure(`the template is longer than ${longest} bytes`, 'limit')
  const trees = new Map<Bytes, ListNode>()
  const tree = newTree(name, { name, lexer: lexer(text), trees, hasFunction, depth: 0 })
  add(tree, parseTop(tree))
  return trees
}

/** The longest template taken, in bytes: far more than a message needs. */
const longest = 200_000

/** As `parseList`, but with `{{define}}`, and up to the end of the text. */
function parseTop(t: Tree): ListNode {
  const root: ListNode = { kind: 'list', position: peek(t).position, nodes: [] }
  while (peek(t).type !== 'eof') {
    if (peek(t).type === 'leftDelim') {
      const delim = next(t)
      if (nextNonSpace(t).type === 'define') {
        parseDefinition(t)
        continue
      }
      backupWith(t, delim)
    }
    const node = parseTextOrAction(t)
    if (isEnd(node)) fail(t, `unexpected ${show(node)}`)
    root.nodes.push(node)
  }
  return root
}

/** Adds a template; an empty one may be defined again. */
function add(t: Tree, root: ListNode): void {
  const { trees } = t.source
  const before = trees.get(t.name)
  if (before === undefined || isEmpty(before)) trees.set(t.name, root)
  else if (!isEmpty(root)) fail(t, `template: multiple definition of template ${quote(t.name)}`)
}

function isEmpty(root: ListNode): boolean {
  return root.nodes.every(node => node.kind === 'text' && trimSpace(node.text) === '')
}

function parseDefinition(outer: Tree): void {
  const context = 'define clause'
  // The definition has a tree, and so a look-ahead, of its own from here on.
  const unnamed = newTree('definition', outer.source)
  const name = expect(unnamed, context, 'string', 'rawString')
  const t: Tree = { ...unnamed, name: parseString(unnamed, name) }
  expect(t, context, 'rightDelim')
  const [root, end] = parseList(t)
  if (end.kind !== 'end') fail(t, `unexpected ${show(end)} in ${context}`)
  add(t, root)
}

/** Everything up to `{{end}}` or `{{else}}`, which comes second. */
function parseList(t: Tree): readonly [ListNode, EndNode] {
  const list: ListNode = { kind: 'list', position: peekNonSpace(t).position, nodes: [] }
  while (peekNonSpace(t).type !== 'eof') {
    const node = parseTextOrAction(t)
    if (isEnd(node)) return [list, node]
    list.nodes.push(node)
  }
  return fail(t, 'unexpected EOF')
}

const isEnd = (node: Node): node is EndNode => node.kind === 'end' || node.kind === 'else'

function parseTextOrAction(t: Tree): Node {
  const token = nextNonSpace(t)
  if (token.type === 'text') return { kind: 'text', position: token.position, text: token.value }
  if (token.type !== 'leftDelim') unexpected(t, token, 'input')
  t.actionLine = token.line
  const node = deeper(t, () => parseAction(t))
  t.actionLine = 0
  return node
}

/** An action, from behind its delimiter. */
function parseAction(t: Tree): Node {
  const token = nextNonSpace(t)
  switch (token.type) {
    case 'block':
      return parseBlock(t)
    case 'break':
    case 'continue':
      return parseJump(t, token.type, token.position)
    case 'else':
      return parseElse(t)
    case 'end':
      return { kind: 'end', position: expect(t, 'end', 'rightDelim').position }
    case 'if':
    case 'range':
    case 'with':
      return parseBranch(t, token.type)
    case 'template':
      return parseTemplate(t)
    default: {
      backup(t)
      const { position } = peek(t)
      // Variables declared here stay until the end of what encloses the action.
      return { kind: 'action', position, pipe: parsePipeline(t, 'command', 'rightDelim') }
    }
  }
}

function parseJump(t: Tree, kind: JumpNode['kind'], position: number): JumpNode {
  const token = nextNonSpace(t)
  if (token.type !== 'rightDelim') unexpected(t, token, `{{${kind}}}`)
  if (t.ranges === 0) fail(t, `{{${kind}}} outside {{range}}`)
  return { kind, position }
}

function parseElse(t: Tree): EndNode {
  // `{{else if …}}` and `{{else with …}}` read as `{{else}}{{if …}}`; parseBranch takes the keyword.
  const { type, position } = peekNonSpace(t)
  if (type === 'if' || type === 'with') return { kind: 'else', position }
  return { kind: 'else', position: expect(t, 'else', 'rightDelim').position }
}

function parseBranch(t: Tree, kind: BranchNode['kind']): BranchNode {
  const { length: mark } = t.variables
  const pipe = parsePipeline(t, kind, 'rightDelim')
  if (kind === 'range') t.ranges++
  const [list, end] = parseList(t)
  if (kind === 'range') t.ranges--
  const elseList = end.kind === 'else' ? parseElseList(t, kind, end) : undefined
  t.variables.length = mark
  return { kind, position: pipe.position, pipe, list, elseList }
}

function parseElseList(t: Tree, kind: BranchNode['kind'], otherwise: EndNode): ListNode {
  if (kind !== 'range' && peek(t).type === kind) {
    next(t)
    // One {{end}} closes both.
    return { kind: 'list', position: otherwise.position, nodes: [deeper(t, () => parseBranch(t, kind))] }
  }
  const [list, end] = parseList(t)
  if (end.kind !== 'end') fail(t, `expected end; found ${show(end)}`)
  return list
}

/** `{{block "name" pipeline}}`: defines a template and invokes it. */
function parseBlock(outer: Tree): TemplateNode {
  const context = 'block clause'
  const token = nextNonSpace(outer)
  const { position } = token
  if (token.type !== 'string' && token.type !== 'rawString') unexpected(outer, token, context)
  const name = parseString(outer, token)
  const pipe = parsePipeline(outer, context, 'rightDelim')
  const t = newTree(name, outer.source)
  const [root, end] = parseList(t)
  if (end.kind !== 'end') fail(outer, `unexpected ${show(end)} in ${context}`)
  add(t, root)
  return { kind: 'template', position, name, pipe }
}

function parseTemplate(t: Tree): TemplateNode {
  const context = 'template clause'
  const token = nextNonSpace(t)
  const { position } = token
  if (token.type !== 'string' && token.type !== 'rawString') unexpected(t, token, context)
  const name = parseString(t, token)
  if (nextNonSpace(t).type === 'rightDelim') return { kind: 'template', position, name, pipe: undefined }
  backup(t)
  return { kind: 'template', position, name, pipe: parsePipeline(t, context, 'rightDelim') }
}
