import { type Budget, checkDepth, panic, spend } from '../reflect/failure.ts'
import type { Any, Dict, GoValue } from '../reflect/type.ts'
import { concrete, elements, held } from '../reflect/value.ts'

/** mitchellh/copystructure's `Copy`, which does not take nil. */
export function deepCopy(budget: Budget, value: Any): Any {
  if (value === undefined) return panic('reflect: call of reflect.Value.Type on zero Value')
  return copied(budget, value, 0)
}

function copied(budget: Budget, value: GoValue, depth: number): GoValue {
  checkDepth(depth)
  spend(budget, 2)
  const { type, data } = value
  const inner = (data: unknown): unknown => copied(budget, held(type.elem ?? type, data), depth + 1).data
  switch (type.kind) {
    case 'interface': {
      const held = concrete(value)
      return held === undefined ? value : { type, data: copied(budget, held, depth + 1) }
    }
    case 'slice':
      return data === null ? value : { type, data: elements(value).map(element => inner(element.data)) }
    case 'map': {
      const map = data as Dict
      if (map === null) return value
      return {
        type,
        data: new Map([...map].map(([key, entry]) => [key, { key: entry.key, value: inner(entry.value) }])),
      }
    }
    case 'ptr':
      return data === null ? value : { type, data: inner(data) }
    case 'struct': {
      const { fields = [] } = type
      // Only exported fields are copied, so that a version becomes 0.0.0; but it knows how to copy a time.
      if (type.name === 'time.Time') return value
      const field = (index: number): unknown => (data as readonly unknown[])[index]
      const copy = fields.map(({ name, type: of }, index) =>
        /^[A-Z]/.test(name) ? copied(budget, held(of, field(index)), depth + 1).data : of.zero,
      )
      return { type, data: copy }
    }
    default:
      return value
  }
}
