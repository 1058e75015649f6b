import type { Complex } from '../reflect/type.ts'
import { quote } from '../strconv/quote.ts'
import type { Bytes } from '../utf8.ts'

/** The nodes of `text/template/parse`. `position` is a byte offset into the template. */
export type Node =
  | ListNode
  | TextNode
  | ActionNode
  | BranchNode
  | TemplateNode
  | JumpNode
  | PipeNode
  | CommandNode
  | Operand
  | EndNode

/** What may stand as an argument. */
export type Operand =
  | PipeNode
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | DotNode
  | NilNode
  | BoolNode
  | NumberNode
  | StringNode

interface Placed {
  readonly position: number
}

export interface ListNode extends Placed {
  readonly kind: 'list'
  readonly nodes: Node[]
}

export interface TextNode extends Placed {
  readonly kind: 'text'
  readonly text: Bytes
}

export interface ActionNode extends Placed {
  readonly kind: 'action'
  readonly pipe: PipeNode
}

export interface BranchNode extends Placed {
  readonly kind: 'if' | 'range' | 'with'
  readonly pipe: PipeNode
  readonly list: ListNode
  readonly elseList: ListNode | undefined
}

export interface TemplateNode extends Placed {
  readonly kind: 'template'
  readonly name: Bytes
  readonly pipe: PipeNode | undefined
}

export interface JumpNode extends Placed {
  readonly kind: 'break' | 'continue'
}

/** `{{end}}` and `{{else}}`: end a list, and are in no tree. */
export interface EndNode extends Placed {
  readonly kind: 'end' | 'else'
}

export interface PipeNode extends Placed {
  readonly kind: 'pipe'
  isAssign: boolean
  readonly declared: VariableNode[]
  readonly commands: CommandNode[]
}

export interface CommandNode extends Placed {
  readonly kind: 'command'
  readonly args: Operand[]
}

export interface FieldNode extends Placed {
  readonly kind: 'field'
  readonly names: readonly Bytes[]
}

/** The first name is the variable's, with its `$`. */
export interface VariableNode extends Placed {
  readonly kind: 'variable'
  readonly names: readonly Bytes[]
}

export interface ChainNode extends Placed {
  readonly kind: 'chain'
  readonly node: Operand
  readonly names: readonly Bytes[]
}

export interface IdentifierNode extends Placed {
  readonly kind: 'identifier'
  readonly name: Bytes
}

export interface DotNode extends Placed {
  readonly kind: 'dot'
}

export interface NilNode extends Placed {
  readonly kind: 'nil'
}

export interface BoolNode extends Placed {
  readonly kind: 'bool'
  readonly value: boolean
}

/** A number under all the types that can hold it. */
export interface NumberNode extends Placed {
  readonly kind: 'number'
  readonly text: Bytes
  readonly int: bigint | undefined
  readonly uint: bigint | undefined
  readonly float: number | undefined
  readonly complex: Complex | undefined
}

export interface StringNode extends Placed {
  readonly kind: 'string'
  readonly quoted: Bytes
  readonly text: Bytes
}

/** A node as an error message shows it. */
export function show(node: Node): Bytes {
  switch (node.kind) {
    case 'list':
      return node.nodes.map(show).join('')
    case 'text':
      return node.text
    case 'action':
      return `{{${show(node.pipe)}}}`
    case 'if':
    case 'range':
    case 'with': {
      const otherwise = node.elseList === undefined ? '' : `{{else}}${show(node.elseList)}`
      return `{{${node.kind} ${show(node.pipe)}}}${show(node.list)}${otherwise}{{end}}`
    }
    case 'template':
      return `{{template ${quote(node.name)}${node.pipe === undefined ? '' : ` ${show(node.pipe)}`}}}`
    case 'break':
    case 'continue':
    case 'end':
    case 'else':
      return `{{${node.kind}}}`
    case 'pipe': {
      const declared = node.declared.map(show).join(', ')
      const commands = node.commands.map(show).join(' | ')
      return declared === '' ? commands : `${declared} ${node.isAssign ? '=' : ':='} ${commands}`
    }
    case 'command':
      return node.args.map(parenthesized).join(' ')
    case 'field':
      return node.names.map(name => `.${name}`).join('')
    case 'variable':
      return node.names.join('.')
    case 'chain':
      return parenthesized(node.node) + node.names.map(name => `.${name}`).join('')
    case 'identifier':
      return node.name
    case 'dot':
      return '.'
    case 'nil':
      return 'nil'
    case 'bool':
      return String(node.value)
    case 'number':
      return node.text
    case 'string':
      return node.quoted
  }
}

const parenthesized = (node: Operand): Bytes => (node.kind === 'pipe' ? `(${show(node)})` : show(node))
