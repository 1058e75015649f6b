import { isGoError } from '../go-error.ts'
import { quote } from '../strconv/quote.ts'
import { unquote } from '../strconv/unquote.ts'
import type { Bytes } from '../utf8.ts'
import type { Token, TokenType } from './lexer.ts'
import { type CommandNode, type Operand, type PipeNode, show, type VariableNode } from './node.ts'
import { parseNumber } from './parse-number.ts'
import {
  backup,
  backupWith,
  deeper,
  fail,
  next,
  nextNonSpace,
  peek,
  peekNonSpace,
  type Tree,
  unexpected,
} from './tree.ts'

/** `declarations? command ('|' command)*`, up to and with the token that ends it. */
export function parsePipeline(t: Tree, context: Bytes, end: TokenType): PipeNode {
  const { position } = peekNonSpace(t)
  const pipe: PipeNode = { kind: 'pipe', position, isAssign: false, declared: [], commands: [] }
  while (parseDeclaration(t, pipe, context));
  for (;;) {
    const token = nextNonSpace(t)
    if (token.type === end) break
    if (!startsCommand.has(token.type)) unexpected(t, token, context)
    backup(t)
    pipe.commands.push(parseCommand(t))
  }
  checkPipeline(t, pipe, context)
  return pipe
}

const startsCommand: ReadonlySet<TokenType> = new Set([
  'bool',
  'charConstant',
  'complex',
  '.',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
])

/** `$x :=`, `$x =`, or in a range `$x,`, after which another may come: then true. */
function parseDeclaration(t: Tree, pipe: PipeNode, context: Bytes): boolean {
  const variable = peekNonSpace(t)
  if (variable.type !== 'variable') return false
  next(t)
  // In `$x foo` only the token after the space tells that $x is an argument, so up to three are put back.
  const adjacent = peek(t)
  const following = peekNonSpace(t)
  const isComma = following.type === 'char' && following.value === ','
  if (following.type === 'assign' || following.type === 'declare' || isComma) {
    if (!isComma) pipe.isAssign = following.type === 'assign'
    nextNonSpace(t)
    pipe.declared.push(variableNode(variable.position, variable.value))
    t.variables.push(variable.value)
    if (!isComma) return false
    if (context !== 'range' || pipe.declared.length >= 2) fail(t, `too many declarations in ${context}`)
    if (['variable', 'rightDelim', 'rightParen'].includes(peekNonSpace(t).type)) return true
    fail(t, 'range can only initialize variables')
  }
  if (adjacent.type === 'space') backupWith(t, adjacent, variable)
  else backupWith(t, variable)
  return false
}

function checkPipeline(t: Tree, pipe: PipeNode, context: Bytes): void {
  if (pipe.commands.length === 0) fail(t, `missing value for ${context}`)
  for (const [index, command] of pipe.commands.entries()) {
    const kind = command.args[0]?.kind ?? ''
    if (index > 0 && ['bool', 'dot', 'nil', 'number', 'string'].includes(kind)) {
      fail(t, `non executable command in pipeline stage ${index + 1}`)
    }
  }
}

/** `operand (space operand)*`; takes the pipe symbol after it, but leaves a delimiter. */
function parseCommand(t: Tree): CommandNode {
  const command: CommandNode = { kind: 'command', position: peekNonSpace(t).position, args: [] }
  for (;;) {
    peekNonSpace(t)
    const operand = parseOperand(t)
    if (operand !== undefined) command.args.push(operand)
    const token = next(t)
    if (token.type === 'space') continue
    if (token.type === 'rightDelim' || token.type === 'rightParen') backup(t)
    else if (token.type !== 'pipe') unexpected(t, token, 'operand')
    break
  }
  if (command.args.length === 0) fail(t, 'empty command')
  return command
}

/** `term .Field*`; undefined where no operand comes next. */
function parseOperand(t: Tree): Operand | undefined {
  const node = parseTerm(t)
  if (node === undefined || peek(t).type !== 'field') return node
  const { position } = peek(t)
  const names: Bytes[] = []
  while (peek(t).type === 'field') names.push(next(t).value.slice(1))
  switch (node.kind) {
    case 'field':
    case 'variable':
      return { ...node, position, names: [...node.names, ...names] }
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      return fail(t, `unexpected . after term ${quote(show(node))}`)
    default:
      return { kind: 'chain', position, node, names }
  }
}

function parseTerm(t: Tree): Operand | undefined {
  const token = nextNonSpace(t)
  const { position, value } = token
  switch (token.type) {
    case 'identifier':
      if (!t.source.hasFunction(value)) fail(t, `function ${quote(value)} not defined`)
      return { kind: 'identifier', position, name: value }
    case '.':
      return { kind: 'dot', position }
    case 'nil':
      return { kind: 'nil', position }
    case 'variable':
      if (!t.variables.includes(value)) fail(t, `undefined variable ${quote(value)}`)
      return variableNode(position, value)
    case 'field':
      return { kind: 'field', position, names: [value.slice(1)] }
    case 'bool':
      return { kind: 'bool', position, value: value === 'true' }
    case 'charConstant':
    case 'complex':
    case 'number': {
      const number = parseNumber(token)
      return isGoError(number) ? fail(t, number.err) : number
    }
    case 'leftParen':
      return deeper(t, () => parsePipeline(t, 'parenthesized pipeline', 'rightParen'))
    case 'string':
    case 'rawString':
      return { kind: 'string', position, quoted: value, text: parseString(t, token) }
    default:
      backup(t)
      return undefined
  }
}

/** What a quoted or raw string stands for. */
export function parseString(t: Tree, token: Token): Bytes {
  return unquote(token.value) ?? fail(t, 'invalid syntax')
}

const variableNode = (position: number, name: Bytes): VariableNode => ({
  kind: 'variable',
  position,
  names: [name],
})
