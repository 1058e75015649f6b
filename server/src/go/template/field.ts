import type { Any, Dict, GoFunction } from '../reflect/type.ts'
import { concrete, fieldByName, held } from '../reflect/value.ts'
import { call, type Invocation } from './call.ts'
import { indirect } from './indirect.ts'
import { fail, type State } from './state.ts'

/** `.Name` of a value: a method, a field of a struct, or an element of a map, where a missing one is invalid. */
export function evaluateField(s: State, invocation: Invocation, given: Any): Any {
  if (given === undefined) return undefined
  const { name, args, final } = invocation
  const type = given.type.name
  const [receiver, isNil] = indirect(given)
  if (receiver === undefined || (receiver.type.kind === 'interface' && isNil)) {
    return fail(s, `nil pointer evaluating ${type}.${name}`)
  }
  const method = boundMethod(concrete(given), name) ?? boundMethod(receiver, name)
  if (method !== undefined) return call(s, method, invocation)
  const hasArguments = (args?.length ?? 0) > 1 || final !== undefined
  switch (receiver.type.kind) {
    case 'struct': {
      const field = fieldByName(receiver, name)
      if (field === undefined) break
      if (!/^[A-Z]/.test(name)) fail(s, `${name} is an unexported field of struct type ${type}`)
      if (hasArguments) fail(s, `${name} has arguments but cannot be invoked as function`)
      return field
    }
    case 'map': {
      const { key, elem } = receiver.type
      if (key?.name !== 'string' || elem === undefined) break
      if (hasArguments) fail(s, `${name} is not a method but has arguments`)
      const found = (receiver.data as Dict)?.get(name)
      return found === undefined ? undefined : held(elem, found.value)
    }
  }
  return fail(s, `can't evaluate field ${name} in type ${type}`)
}

/** A method with its receiver bound. */
function boundMethod(receiver: Any, name: string): GoFunction | undefined {
  const method = receiver?.type.methods?.get(name)
  if (receiver === undefined || method === undefined) return undefined
  return {
    ...method,
    params: method.params.slice(1),
    call: (budget, args) => method.call(budget, [receiver.data, ...args]),
  }
}
