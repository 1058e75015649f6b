import type { Any } from '../reflect/type.ts'
import { concrete, isNil, pointee } from '../reflect/value.ts'

/** What lies behind pointers and interfaces, and whether that ended at a nil one, which is then given. */
export function indirect(value: Any): readonly [value: Any, isNil: boolean] {
  let at = value
  while (at !== undefined && (at.type.kind === 'ptr' || at.type.kind === 'interface')) {
    if (isNil(at)) return [at, true]
    at = at.type.kind === 'ptr' ? pointee(at) : concrete(at)
  }
  return [at, false]
}
