import { type Budget, checkDepth, spend } from '../reflect/failure.ts'
import type { Any, Dict, GoMap } from '../reflect/type.ts'
import { isEmpty } from './empty.ts'

/** dario.cat/mergo's `Merge` of dicts: what is missing or empty in the target is taken; dicts merge in depth. */
export function merge(budget: Budget, target: GoMap, source: Dict, overwrite: boolean, depth = 0): void {
  checkDepth(depth)
  for (const [key, entry] of source ?? []) {
    spend(budget, 5)
    const from = entry.value as Any
    const present = target.has(key)
    const into = target.get(key)?.value as Any
    if (from === undefined) {
      if (overwrite) target.set(key, entry)
      continue
    }
    if (isDict(from) && isDict(into) && into.data !== null) {
      merge(budget, into.data as GoMap, from.data as Dict, overwrite, depth + 1)
      if (!isEmpty(into)) continue
    }
    if (overwrite || !present || isEmpty(into)) target.set(key, entry)
  }
}

const isDict = (value: Any): value is NonNullable<Any> => value?.type.kind === 'map'
