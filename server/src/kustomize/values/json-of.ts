import { byteOrder } from '../../go/byte-order.ts'
import { type GoError, isGoError } from '../../go/go-error.ts'
import { resolvePlain } from './scalar-tag.ts'
import { printedValue, type ScalarJson } from './scalar-value.ts'
import type { MapEntry, Value } from './value.ts'

export type Json = ScalarJson | readonly Json[] | { readonly [key: string]: Json }

/**
 * The JSON of a value, field for field what `kustomize build` prints, keys sorted as it sorts them, so that equal
 * objects have equal texts. Go's error where it could not print it.
 */
export function jsonOf(value: Value): Json | GoError {
  const errors: GoError[] = []
  const json = convert(value, false, errors)
  return errors[0] ?? json
}

function convert(value: Value, inFlow: boolean, errors: GoError[]): Json {
  switch (value.kind) {
    case 'scalar': {
      const json = printedValue(value, inFlow)
      if (!isGoError(json)) return json
      errors.push(json)
      return null
    }
    case 'list':
      return value.items.map(item => convert(item, inFlow || value.flow, errors))
    case 'map': {
      const keys = new Set(value.entries.map(entry => entry.key))
      if (keys.size < value.entries.length) errors.push({ err: 'mapping key already defined' })
      if (value.entries.some(isNoString))
        errors.push({ err: 'json: unsupported type: map[interface {}]interface {}' })
      const fields = value.entries.map(
        ({ key, value: inner }) => [key, convert(inner, inFlow || value.flow, errors)] as const,
      )
      return Object.fromEntries(fields.sort(([a], [b]) => byteOrder(a, b)))
    }
  }
}

function isNoString({ key, isTypedKey }: MapEntry): boolean {
  return isTypedKey === true && resolvePlain(key).tag !== '!!str'
}
