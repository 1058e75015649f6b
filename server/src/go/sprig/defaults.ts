import { deepEqual } from '../reflect/deep-equal.ts'
import { fn, metered, variadic } from '../reflect/function.ts'
import { type Any, anyType, boolType, type GoFunction, stringType } from '../reflect/type.ts'
import type { Bytes } from '../utf8.ts'
import { deepCopy } from './deep-copy.ts'
import { isEmpty } from './empty.ts'

/** sprig's functions over any value: defaults.go and reflect.go. */
export const defaultFunctions: Readonly<Record<string, GoFunction>> = {
  default: variadic([anyType], anyType, anyType, ([given], [otherwise]) =>
    isEmpty(given) ? otherwise : given,
  ),
  empty: fn([anyType], boolType, isEmpty),
  coalesce: variadic([], anyType, anyType, values => values.find(value => !isEmpty(value))),
  all: variadic([], anyType, boolType, values => !values.some(isEmpty)),
  any: variadic([], anyType, boolType, values => values.some(value => !isEmpty(value))),
  ternary: fn([anyType, anyType, boolType], anyType, (yes, no, condition) => (condition ? yes : no)),
  deepCopy: metered([anyType], anyType, deepCopy),
  mustDeepCopy: metered([anyType], anyType, deepCopy),
  deepEqual: metered([anyType, anyType], boolType, (budget, a, b) => deepEqual(a, b, budget)),
  typeOf: fn([anyType], stringType, typeOf),
  typeIs: fn([stringType, anyType], boolType, (name, value) => name === typeOf(value)),
  typeIsLike: fn([stringType, anyType], boolType, (name, value) =>
    [name, `*${name}`].includes(typeOf(value)),
  ),
  kindOf: fn([anyType], stringType, kindOf),
  kindIs: fn([stringType, anyType], boolType, (name, value) => name === kindOf(value)),
}

function typeOf(value: Any): Bytes {
  return value?.type.name ?? '<nil>'
}

function kindOf(value: Any): Bytes {
  return value?.type.kind ?? 'invalid'
}
