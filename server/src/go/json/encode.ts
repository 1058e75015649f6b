import { type Budget, checkDepth, checkSize, panic, spend } from '../reflect/failure.ts'
import { type Any, anyType, type Dict, type Field, type GoValue, isInteger } from '../reflect/type.ts'
import { concrete, elements, held, isNil, pointee } from '../reflect/value.ts'
import { formatFloat } from '../strconv/format-float.ts'
import { compare } from '../strings.ts'
import { type Bytes, decodeRune, runeError } from '../utf8.ts'

export interface EncodeSettings {
  /** Whether `<`, `>` and `&` are escaped, as `json.Marshal` does. */
  readonly escapeHtml: boolean
  /** Two spaces a level, as sprig's `toPrettyJson`. */
  readonly pretty: boolean
}

/** `json.Marshal`. Throws `Failure` with Go's error for what has no JSON. */
export function encodeJson(budget: Budget, value: Any, settings: EncodeSettings): Bytes {
  const state: State = { budget, settings, open: new Set(), size: 0 }
  return encode(state, value, 0)
}

interface State {
  readonly budget: Budget
  readonly settings: EncodeSettings
  /** The maps and slices being encoded, to tell a cycle. */
  readonly open: Set<unknown>
  size: number
}

function encode(s: State, given: Any, depth: number): Bytes {
  checkDepth(depth)
  spend(s.budget, 5)
  const value = concrete(given)
  if (value === undefined) return 'null'
  const { type, data } = value
  if (type.kind === 'map' && type.key?.kind !== 'string') panic(`json: unsupported type: ${type.name}`)
  if (isNil(value)) return 'null'
  if (type.json !== undefined) return count(s, encodeString(s, type.json(data)))
  if (isInteger(type)) return String(data)
  switch (type.kind) {
    case 'bool':
      return String(data)
    case 'float64':
      return encodeFloat(data as number)
    case 'string':
      return count(s, encodeString(s, data as Bytes))
    case 'ptr':
      return encode(s, pointee(value), depth)
    case 'slice':
      return container(s, value, depth, '[]', () =>
        elements(value).map(element => encode(s, element, depth + 1)),
      )
    case 'struct':
      return container(s, value, depth, '{}', () => encodeFields(s, value, depth))
    case 'map':
      return encodeMap(s, value, depth)
    default:
      return panic(`json: unsupported type: ${type.name}`)
  }
}

function encodeMap(s: State, value: GoValue, depth: number): Bytes {
  const elem = value.type.elem ?? anyType
  const entries = [...((value.data as Dict) ?? [])]
    .map(([id, entry]) => [id, held(elem, entry.value)] as const)
    .sort(([a], [b]) => compare(a, b))
  return container(s, value, depth, '{}', () =>
    entries.map(([id, item]) => member(s, id, encode(s, item, depth + 1))),
  )
}

/** The fields, those of embedded structs among them. */
function encodeFields(s: State, value: GoValue, depth: number): Bytes[] {
  const data = value.data as readonly unknown[]
  return (value.type.fields ?? []).flatMap((field: Field, index) => {
    const inner = held(field.type, data[index])
    if (field.embedded === true && field.json === undefined) return encodeFields(s, inner, depth)
    if (!/^[A-Z]/.test(field.name) || (field.omitEmpty === true && inner.data === '')) return []
    return [member(s, field.json ?? field.name, encode(s, inner, depth + 1))]
  })
}

const member = (s: State, name: Bytes, json: Bytes): Bytes =>
  `${encodeString(s, name)}:${s.settings.pretty ? ' ' : ''}${json}`

function container(
  s: State,
  value: GoValue,
  depth: number,
  marks: string,
  encodeParts: () => Bytes[],
): Bytes {
  if (s.open.has(value.data)) panic(`json: unsupported value: encountered a cycle via ${value.type.name}`)
  s.open.add(value.data)
  const parts = encodeParts()
  s.open.delete(value.data)
  const [open = '', close = ''] = marks
  if (parts.length === 0) return count(s, marks)
  if (!s.settings.pretty) return count(s, open + parts.join(',') + close)
  const indent = `\n${'  '.repeat(depth)}`
  return count(s, `${open}${indent}  ${parts.join(`,${indent}  `)}${indent}${close}`)
}

/** Refuses what grows too large. */
function count(s: State, text: Bytes): Bytes {
  s.size += text.length
  checkSize(s.size / 10)
  return text
}

/** As ECMAScript writes numbers. */
function encodeFloat(number: number): Bytes {
  if (!Number.isFinite(number)) panic(`json: unsupported value: ${formatFloat(number, 'g', -1)}`)
  const size = Math.abs(number)
  if (size === 0 || (size >= 1e-6 && size < 1e21)) return formatFloat(number, 'f', -1)
  return formatFloat(number, 'e', -1).replace(/e-0(\d)$/, 'e-$1')
}

function encodeString(s: State, text: Bytes): Bytes {
  let result = '"'
  for (let index = 0; index < text.length; ) {
    const [rune, width] = decodeRune(text, index)
    const bytes = text.slice(index, index + width)
    index += width
    if (width === 1 && rune === runeError) result += '\\ufffd'
    else
      result +=
        escapes.get(rune) ?? (mustEscape(s, rune) ? `\\u${rune.toString(16).padStart(4, '0')}` : bytes)
  }
  return `${result}"`
}

function mustEscape(s: State, rune: number): boolean {
  return (
    rune < 0x20 ||
    rune === 0x2028 ||
    rune === 0x2029 ||
    (s.settings.escapeHtml && '<>&'.includes(String.fromCodePoint(rune)))
  )
}

const escapes: ReadonlyMap<number, Bytes> = new Map([
  [0x22, '\\"'],
  [0x5c, '\\\\'],
  [0x08, '\\b'],
  [0x0c, '\\f'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
])
