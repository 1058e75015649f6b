import { type Budget, checkDepth, spend } from './failure.ts'
import type { Any, Complex, Dict, GoValue } from './type.ts'
import { concrete, elements, held } from './value.ts'

/** `reflect.DeepEqual`: the same type and, all the way down, the same contents. A nil slice is not an empty one. */
export function deepEqual(a: Any, b: Any, budget?: Budget, depth = 0): boolean {
  checkDepth(depth)
  if (budget !== undefined) spend(budget, 2)
  if (a === undefined || b === undefined) return a === b
  if (a.type.name !== b.type.name) return false
  const same = (x: GoValue, y: GoValue): boolean => deepEqual(x, y, budget, depth + 1)
  switch (a.type.kind) {
    case 'interface':
      return deepEqual(concrete(a), concrete(b), budget, depth + 1)
    case 'complex128':
      return (
        (a.data as Complex).re === (b.data as Complex).re && (a.data as Complex).im === (b.data as Complex).im
      )
    case 'slice': {
      if (a.data === b.data) return true
      const others = elements(b)
      const [mine, count] = [elements(a), others.length]
      if (a.data === null || b.data === null || mine.length !== count) return false
      return mine.every((element, index) => same(element, others[index] ?? element))
    }
    case 'map': {
      const [mine, others] = [a.data as Dict, b.data as Dict]
      if (mine === null || others === null || mine.size !== others.size) return mine === others
      const elem = a.type.elem
      return [...mine].every(([key, { value }]) => {
        const other = others.get(key)
        return elem !== undefined && other !== undefined && same(held(elem, value), held(elem, other.value))
      })
    }
    case 'struct': {
      const [mine, others] = [a.data as readonly unknown[], b.data as readonly unknown[]]
      return (a.type.fields ?? []).every((field, index) =>
        same(held(field.type, mine[index]), held(field.type, others[index])),
      )
    }
    case 'ptr': {
      if (a.data === b.data) return true
      const elem = a.type.elem
      return (
        elem !== undefined &&
        a.data !== null &&
        b.data !== null &&
        same(held(elem, a.data), held(elem, b.data))
      )
    }
    default:
      return a.data === b.data
  }
}
