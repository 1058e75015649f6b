import { type Any, canBeNil, complexType, floatType, type GoType, reflectType } from '../reflect/type.ts'
import { concrete, of, ofBool, ofInt, ofString } from '../reflect/value.ts'
import type { Bytes } from '../utf8.ts'
import { call, type Invocation } from './call.ts'
import { evaluateField } from './field.ts'
import {
  type ChainNode,
  type CommandNode,
  type FieldNode,
  type IdentifierNode,
  type NumberNode,
  type Operand,
  type PipeNode,
  show,
  type VariableNode,
} from './node.ts'
import { type Final, fail, push, type State, variable } from './state.ts'
import { literal, validate, zero } from './validate.ts'

/** The value of a pipeline; the variables it declares stay until they are popped. */
export function evaluatePipeline(s: State, dot: Any, pipe: PipeNode): Any {
  s.node = pipe
  let final: Final | undefined
  for (const command of pipe.commands) final = { value: concrete(evaluateCommand(s, dot, command, final)) }
  const value = final?.value
  for (const { names } of pipe.declared) {
    const name = names[0] ?? ''
    if (pipe.isAssign) variable(s, name).value = value
    else push(s, name, value)
  }
  return value
}

function evaluateCommand(s: State, dot: Any, command: CommandNode, final: Final | undefined): Any {
  const { args } = command
  const [first] = args
  switch (first?.kind) {
    case 'field':
      return evaluateFieldNode(s, dot, first, args, final)
    case 'chain':
      return evaluateChain(s, dot, first, args, final)
    case 'variable':
      return evaluateVariable(s, dot, first, args, final)
    case 'identifier':
      return evaluateFunction(s, dot, first, command, args, final)
    case 'pipe':
      refuseArguments(s, args, final)
      return evaluatePipeline(s, dot, first)
    default:
      if (first === undefined) return undefined
      s.node = first
      refuseArguments(s, args, final)
      if (first.kind === 'nil') fail(s, 'nil is not a command')
      return first.kind === 'dot' ? dot : constant(s, first)
  }
}

function refuseArguments(s: State, args: readonly Operand[], final: Final | undefined): void {
  const [first] = args
  if (first !== undefined && (args.length > 1 || final !== undefined)) {
    fail(s, `can't give argument to non-function ${show(first)}`)
  }
}

/** The value of a literal where no type is asked for. */
function constant(s: State, node: Operand): Any {
  switch (node.kind) {
    case 'bool':
      return ofBool(node.value)
    case 'string':
      return ofString(node.text)
    case 'number':
      return idealConstant(s, node)
    default:
      return fail(s, `can't evaluate command ${show(node)}`)
  }
}

/** A number's type is what its syntax says. */
function idealConstant(s: State, node: NumberNode): Any {
  s.node = node
  const { text, complex, float, int } = node
  if (complex !== undefined) return of(complexType, complex)
  const looksLikeFloat = /[.eEpP]/.test(text) && !text.startsWith("'") && !/^0[xX][^pP]*$/.test(text)
  if (float !== undefined && looksLikeFloat) return of(floatType, float)
  return int === undefined ? fail(s, `${text} overflows int`) : ofInt(int)
}

function evaluateFieldNode(
  s: State,
  dot: Any,
  node: FieldNode,
  args: readonly Operand[] | undefined,
  final?: Final,
): Any {
  s.node = node
  return evaluateNames(s, dot, dot, node, node.names, args, final)
}

function evaluateChain(
  s: State,
  dot: Any,
  node: ChainNode,
  args: readonly Operand[] | undefined,
  final?: Final,
): Any {
  s.node = node
  if (node.node.kind === 'nil') fail(s, `indirection through explicit nil in ${show(node)}`)
  const receiver = evaluateArgument(s, dot, undefined, node.node)
  return evaluateNames(s, dot, receiver, node, node.names, args, final)
}

function evaluateVariable(
  s: State,
  dot: Any,
  node: VariableNode,
  args: readonly Operand[] | undefined,
  final?: Final,
): Any {
  s.node = node
  const { value } = variable(s, node.names[0] ?? '')
  if (node.names.length === 1) {
    refuseArguments(s, args ?? [], final)
    return value
  }
  return evaluateNames(s, dot, value, node, node.names.slice(1), args, final)
}

/** `.X.Y.Z`: only the last, where it is a method, gets the arguments. */
function evaluateNames(
  s: State,
  dot: Any,
  receiver: Any,
  node: Operand,
  names: readonly Bytes[],
  args: readonly Operand[] | undefined,
  final: Final | undefined,
): Any {
  let value = receiver
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1
    const invocation: Invocation = {
      node,
      name,
      args: isLast ? args : undefined,
      final: isLast ? final : undefined,
      evaluate: (type, arg) => evaluateArgument(s, dot, type, arg),
    }
    value = evaluateField(s, invocation, value)
  }
  return value
}

function evaluateFunction(
  s: State,
  dot: Any,
  node: IdentifierNode,
  whole: Operand | CommandNode,
  args: readonly Operand[] | undefined,
  final?: Final,
): Any {
  s.node = node
  const found = s.rendering.functions.get(node.name) ?? fail(s, `"${node.name}" is not a defined function`)
  const evaluate: Invocation['evaluate'] = (type, arg) => evaluateArgument(s, dot, type, arg)
  return call(s, found, { node: whole, name: node.name, args, final, evaluate })
}

/** An argument for a parameter of this type; without a type, whatever it is. */
function evaluateArgument(s: State, dot: Any, type: GoType | undefined, node: Operand): Any {
  s.node = node
  switch (node.kind) {
    case 'dot':
      return validate(s, dot, type)
    case 'nil':
      if (type === undefined || !canBeNil(type)) fail(s, `cannot assign nil to ${type?.name ?? '<nil>'}`)
      return zero(type)
    case 'field':
      return validate(s, evaluateFieldNode(s, dot, node, [node]), type)
    case 'variable':
      return validate(s, evaluateVariable(s, dot, node, undefined), type)
    case 'pipe':
      return validate(s, evaluatePipeline(s, dot, node), type)
    case 'identifier':
      return validate(s, evaluateFunction(s, dot, node, node, undefined), type)
    case 'chain':
      return validate(s, evaluateChain(s, dot, node, undefined), type)
    default:
      return type === undefined || type === reflectType || type.kind === 'interface'
        ? constant(s, node)
        : literal(s, type, node)
  }
}
