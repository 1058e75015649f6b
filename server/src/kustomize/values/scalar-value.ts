import type { GoError } from '../../go/go-error.ts'
import { resolvePlain } from './scalar-tag.ts'
import type { ScalarValue } from './value.ts'

export type ScalarJson = string | number | boolean | null

/**
 * The value that a scalar has once kustomize prints its tree and reads it back (kyaml's `RNode.MarshalJSON`):
 * a value whose tag follows from its text is printed without the tag, so a number that a patch has put where
 * a quoted string stood is a string. `inFlow`: within a flow collection, where nothing is printed as `''`.
 */
export function printedValue(scalar: ScalarValue, inFlow: boolean): ScalarJson | GoError {
  const { text, tag, style } = scalar
  if (tag === '!!str') return text
  const isTagged = style.endsWith('tagged')
  const isQuoted = style.startsWith('quoted') || text.includes('\n') || (inFlow && text === '')
  if (tag === '' || (!isTagged && resolvePlain(text).tag === tag)) {
    return isQuoted ? text : checked(resolvePlain(text).value)
  }
  return taggedValue(tag, text)
}

/** The value of a scalar as sigs.k8s.io/yaml reads it: by the rules of YAML 1.1. */
export function yaml11Value(scalar: ScalarValue): ScalarJson | GoError {
  const { text, tag, style } = scalar
  if (style.endsWith('tagged')) return taggedValue(tag, text)
  return style === 'quoted' ? text : checked(resolvePlain(text, '1.1').value)
}

function taggedValue(tag: string, text: string): ScalarJson | GoError {
  switch (tag) {
    case '!!bool':
    case '!!int':
    case '!!float':
    case '!!null':
    case '!!timestamp': {
      const resolved = resolvePlain(text)
      const fits = resolved.tag === tag || (tag === '!!float' && resolved.tag === '!!int')
      return fits ? checked(resolved.value) : { err: `cannot decode ${resolved.tag} \`${text}\` as a ${tag}` }
    }
    default:
      return text
  }
}

function checked(value: ScalarJson): ScalarJson | GoError {
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  return { err: `json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}` }
}
