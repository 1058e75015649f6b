import { type GoError, isGoError } from '../go/go-error.ts'
import { formatFloat } from '../go/strconv/format-float.ts'
import { isPrintedPlain } from './plain-text.ts'
import { printedValue, type ScalarJson, yaml11Value } from './scalar-value.ts'
import type { ScalarValue, Value } from './value.ts'

/**
 * A value as it comes back from JSON: kustomize applies JSON 6902 patches to an object's JSON and reads the
 * result anew, so that texts, quotes and the kinds of numbers are those of Go's printer from then on.
 * `read` is how the value's own scalars are read: as printed by kustomize, or as YAML 1.1 for a patch's text.
 */
export function jsonNormal(value: Value, read: 'printed' | 'yaml 1.1', errors: GoError[]): Value {
  return normal(value, false, read, errors)
}

function normal(value: Value, inFlow: boolean, read: 'printed' | 'yaml 1.1', errors: GoError[]): Value {
  const within = inFlow || (value.kind !== 'scalar' && value.flow)
  switch (value.kind) {
    case 'map':
      return {
        ...value,
        flow: false,
        entries: value.entries.map(entry => ({ ...entry, value: normal(entry.value, within, read, errors) })),
      }
    case 'list':
      return { ...value, flow: false, items: value.items.map(item => normal(item, within, read, errors)) }
    case 'scalar': {
      const json = read === 'printed' ? printedValue(value, inFlow) : yaml11Value(value)
      if (!isGoError(json)) return { ...value, ...scalarOf(json) }
      errors.push(json)
      return value
    }
  }
}

function scalarOf(json: ScalarJson): Pick<ScalarValue, 'text' | 'tag' | 'style'> {
  switch (typeof json) {
    case 'string':
      return { text: json, tag: '!!str', style: isPrintedPlain(json, '1.2') ? 'plain' : 'quoted' }
    case 'number': {
      const text = formatFloat(json, 'g', -1)
      return { text, tag: /^-?\d+$/.test(text) ? '!!int' : '!!float', style: 'plain' }
    }
    case 'boolean':
      return { text: String(json), tag: '!!bool', style: 'plain' }
    default:
      return { text: 'null', tag: '!!null', style: 'plain' }
  }
}
