import { type GoError, isGoError } from '../../go/go-error.ts'
import { formatFloat } from '../../go/strconv/format-float.ts'
import { isPrintedPlain } from './plain-text.ts'
import { printedValue, type ScalarJson, yaml11Value } from './scalar-value.ts'
import type { ScalarValue, Value } from './value.ts'

/**
 * A value as it comes back from JSON: kustomize applies JSON 6902 patches to an object's JSON and reads the
 * result anew, so that texts, quotes and the kinds of numbers are those of Go's printer from then on.
 * `read` is how the value's own scalars are read: as printed by kustomize, or as YAML 1.1 for a patch's text.
 * `print` is how the result is written: anew as YAML, or, for the items of a List, as the JSON that it is.
 */
export function jsonNormal(
  value: Value,
  read: 'printed' | 'yaml 1.1',
  errors: GoError[],
  print: 'yaml' | 'json' = 'yaml',
): Value {
  return normal(value, false, { read, print, errors })
}

interface Manner {
  readonly read: 'printed' | 'yaml 1.1'
  readonly print: 'yaml' | 'json'
  readonly errors: GoError[]
}

function normal(value: Value, inFlow: boolean, manner: Manner): Value {
  const within = inFlow || (value.kind !== 'scalar' && value.flow)
  const flow = manner.print === 'json'
  switch (value.kind) {
    case 'map':
      return {
        ...value,
        flow,
        entries: value.entries.map(entry => ({ ...entry, value: normal(entry.value, within, manner) })),
      }
    case 'list':
      return { ...value, flow, items: value.items.map(item => normal(item, within, manner)) }
    case 'scalar': {
      const json = manner.read === 'printed' ? printedValue(value, inFlow) : yaml11Value(value)
      if (!isGoError(json)) return { ...value, ...scalarOf(json, manner.print) }
      manner.errors.push(json)
      return value
    }
  }
}

function scalarOf(json: ScalarJson, print: 'yaml' | 'json'): Pick<ScalarValue, 'text' | 'tag' | 'style'> {
  switch (typeof json) {
    case 'string':
      return {
        text: json,
        tag: '!!str',
        style: print === 'yaml' && isPrintedPlain(json, '1.2') ? 'plain' : 'quoted',
      }
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
