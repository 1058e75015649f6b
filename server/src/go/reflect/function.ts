import type { Budget } from './failure.ts'
import type { GoFunction, GoType } from './type.ts'

type Held<P extends readonly GoType[]> = { readonly [K in keyof P]: P[K] extends GoType<infer T> ? T : never }

/** A function of fixed arguments. */
export function fn<const P extends readonly GoType[], R>(
  params: P,
  result: GoType<R>,
  body: (...args: Held<P>) => R,
): GoFunction {
  return metered(params, result, (_budget, ...args) => body(...args))
}

/** A function of fixed arguments the work of which is not in proportion to its arguments and result. */
export function metered<const P extends readonly GoType[], R>(
  params: P,
  result: GoType<R>,
  body: (budget: Budget, ...args: Held<P>) => R,
): GoFunction {
  return { params, variadic: false, result, call: (budget, args) => body(budget, ...(args as Held<P>)) }
}

/** A function of which the last parameter takes any number of arguments; the body gets those as an array. */
export function variadic<const P extends readonly GoType[], V, R>(
  params: P,
  rest: GoType<V>,
  result: GoType<R>,
  body: (rest: readonly V[], args: Held<P>, budget: Budget) => R,
): GoFunction {
  const call = (budget: Budget, args: readonly unknown[]): R =>
    body(args.slice(params.length) as V[], args.slice(0, params.length) as unknown as Held<P>, budget)
  return { params: [...params, rest], variadic: true, result, call }
}
