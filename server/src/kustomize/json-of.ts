import { type GoError, isGoError } from '../go/go-error.ts'
import { resolvePlain } from './scalar-tag.ts'
import { printedValue, type ScalarJson } from './scalar-value.ts'
import type { MapEntry, Value } from './value.ts'

export type Json = ScalarJson | readonly Json[] | { readonly [key: string]: Json }

/** The JSON of a value, field for field what `kustomize build` prints; Go's error where it could not print it. */
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
      return Object.fromEntries(
        value.entries.map(entry => [entry.key, convert(entry.value, inFlow || value.flow, errors)]),
      )
    }
  }
}

function isNoString({ key, isTypedKey }: MapEntry): boolean {
  return isTypedKey === true && resolvePlain(key).tag !== '!!str'
}
