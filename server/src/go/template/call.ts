import { Failure, spend } from '../reflect/failure.ts'
import { variadic } from '../reflect/function.ts'
import { type Any, type GoFunction, type GoType, reflectType } from '../reflect/type.ts'
import { concrete, isTrue, length, of } from '../reflect/value.ts'
import type { Bytes } from '../utf8.ts'
import { type CommandNode, type Operand, show } from './node.ts'
import { type Final, fail, type State } from './state.ts'
import { validate } from './validate.ts'

/** A call as the template writes it. */
export interface Invocation {
  /** What an error of the function is reported at. */
  readonly node: Operand | CommandNode
  readonly name: Bytes
  /** The function's own node, and those of its arguments. */
  readonly args: readonly Operand[] | undefined
  readonly final: Final | undefined
  /** The value of an argument for a parameter of this type. */
  readonly evaluate: (type: GoType, node: Operand) => Any
}

/** `and`, `or` and `call` get more than the values of their arguments; `call` below does their work. */
export const and: GoFunction = variadic([reflectType], reflectType, reflectType, () => undefined)
export const or: GoFunction = variadic([reflectType], reflectType, reflectType, () => undefined)
export const callFunction: GoFunction = variadic([reflectType], reflectType, reflectType, () => undefined)

/** Calls a function or a bound method (`evalCall` of text/template). */
export function call(s: State, fun: GoFunction, invocation: Invocation): Any {
  const { node, name, final, evaluate } = invocation
  const args = invocation.args?.slice(1) ?? []
  checkCount(s, fun, invocation, args.length)
  if (fun === and || fun === or) return evaluateLogic(fun === or, args, invocation)
  const values = args.map((arg, index) => evaluate(parameter(fun, index), arg))
  if (final !== undefined) values.push(validate(s, final.value, parameter(fun, args.length)))
  spend(s.rendering.budget, 20 + values.reduce((sum, value) => sum + sizeOf(value), 0))
  const held = values.map((value, index) => hold(value, parameter(fun, index)))
  try {
    if (fun === callFunction) throw new Failure(notAFunction(args[0], values[0]))
    const result = fun.call(s.rendering.budget, held)
    const value = fun.result === reflectType ? (result as Any) : of(fun.result, result)
    spend(s.rendering.budget, sizeOf(value))
    return value
  } catch (error) {
    if (!(error instanceof Failure) || error.origin === 'limit') throw error
    s.node = node
    return fail(s, `error calling ${name}: ${error.message}`)
  }
}

function checkCount(s: State, fun: GoFunction, { name, final }: Invocation, given: number): void {
  const fixed = fun.params.length - (fun.variadic ? 1 : 0)
  const count = given + (final === undefined ? 0 : 1)
  if (fun.variadic && count < fixed)
    fail(s, `wrong number of args for ${name}: want at least ${fixed} got ${given}`)
  if (!fun.variadic && count !== fixed)
    fail(s, `wrong number of args for ${name}: want ${fixed} got ${count}`)
}

const parameter = (fun: GoFunction, index: number): GoType =>
  fun.params[index] ?? fun.params.at(-1) ?? reflectType

/** The value as a function's body takes it. */
function hold(value: Any, type: GoType): unknown {
  if (type === reflectType) return value
  return type.kind === 'interface' ? concrete(value) : value?.data
}

/** `and` and `or`: evaluates no further than needed, and gives the value that decided. */
function evaluateLogic(isOr: boolean, args: readonly Operand[], { final, evaluate }: Invocation): Any {
  let value: Any
  for (const arg of args) {
    value = evaluate(reflectType, arg)
    if (isTrue(concrete(value)) === isOr) return value
  }
  return final === undefined ? value : final.value
}

/** No value in a template is a function. */
function notAFunction(node: Operand | undefined, given: Any): Bytes {
  const value = concrete(given)
  if (value === undefined) return 'call of nil'
  const typeName = value.type.name
  const asString = value.type.kind === 'string' ? String(value.data) : `<${typeName} Value>`
  return `non-function ${node === undefined ? asString : show(node)} of type ${typeName}`
}

/** How much there is to handle of a value, not counting what lies in it. An element costs more than a byte does. */
function sizeOf(value: Any): number {
  const inner = concrete(value)
  if (inner === undefined) return 0
  return (length(inner) ?? 0) * (inner.type.kind === 'string' ? 1 : 3)
}
