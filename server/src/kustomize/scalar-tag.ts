/**
 * What Go's YAML library makes of a plain scalar: its tag and its value.
 *
 * Kubernetes reads YAML twice over. kustomize reads manifests and strategic merge patches with go-yaml v3
 * (`1.2` here); kustomization files, JSON 6902 patches and what variable substitution leaves go through
 * sigs.k8s.io/yaml, which is go-yaml v2 (`1.1` here), where `yes`, `on` and `y` are booleans too.
 * The source of the rules is `resolve` in both versions.
 */
export type YamlVersion = '1.1' | '1.2'

export interface Resolved {
  /** The short tag: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!timestamp` or `!!merge`. */
  readonly tag: string
  /** As JSON has it. An integer beyond 2^53 loses its last digits; an infinity or NaN has no JSON at all. */
  readonly value: string | number | boolean | null
}

export function resolvePlain(text: string, version: YamlVersion = '1.2'): Resolved {
  if (text !== '' && !mayBeTyped.test(text)) return { tag: '!!str', value: text }
  const word = words.get(text) ?? (version === '1.1' ? oldWords.get(text) : undefined)
  if (word !== undefined) return word
  if (text.startsWith('.')) return dotFloat.test(text) ? float(text) : { tag: '!!str', value: text }
  if (!/^[-+0-9]/.test(text)) return { tag: '!!str', value: text }
  const time = timestamp(text)
  // go-yaml v2 takes a timestamp for its text, v3 for a time, which JSON then prints in RFC 3339.
  if (time !== undefined) return { tag: '!!timestamp', value: version === '1.1' ? text : time }
  const digits = text.replaceAll('_', '')
  const integer = parseInteger(digits)
  if (integer !== undefined) return { tag: '!!int', value: integer }
  return yamlFloat.test(digits) && Number.isFinite(Number(digits))
    ? float(digits)
    : { tag: '!!str', value: text }
}

const mayBeTyped = /^[-+0-9yYnNtTfFoO~.<]/
const dotFloat = /^\.[0-9]+([eE][-+]?[0-9]+)?$/
const yamlFloat = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/

const words: ReadonlyMap<string, Resolved> = new Map(
  Object.entries<readonly [Resolved['value'], readonly string[]]>({
    '!!bool true': [true, ['true', 'True', 'TRUE']],
    '!!bool false': [false, ['false', 'False', 'FALSE']],
    '!!null': [null, ['', '~', 'null', 'Null', 'NULL']],
    '!!float nan': [Number.NaN, ['.nan', '.NaN', '.NAN']],
    '!!float inf': [Number.POSITIVE_INFINITY, ['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF']],
    '!!float -inf': [Number.NEGATIVE_INFINITY, ['-.inf', '-.Inf', '-.INF']],
    '!!merge': ['<<', ['<<']],
  }).flatMap(([name, [value, texts]]) =>
    texts.map(text => [text, { tag: name.split(' ')[0] ?? name, value }] as const),
  ),
)

const oldWords: ReadonlyMap<string, Resolved> = new Map(
  [
    ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map(text => [text, true] as const),
    ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map(text => [text, false] as const),
  ].map(([text, value]) => [text, { tag: '!!bool', value }]),
)

function float(text: string): Resolved {
  return { tag: '!!float', value: Number(text) }
}

/** Go's `ParseInt` and `ParseUint` with base 0: a prefix names the base, a leading zero means octal. */
function parseInteger(text: string): number | undefined {
  const match = /^([-+]?)(?:(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)|0([0-7]*)|([1-9][0-9]*))$/.exec(text)
  if (!match) return undefined
  const [, sign, prefixed, octal, decimal] = match
  const size = BigInt(prefixed?.toLowerCase() ?? decimal ?? `0o${octal || '0'}`)
  if (size > (sign === '-' ? 1n << 63n : sign === '+' ? (1n << 63n) - 1n : (1n << 64n) - 1n)) return undefined
  return Number(sign === '-' ? -size : size)
}

const time = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?(.*))?$/

/** A timestamp in RFC 3339, as `time.Time` prints in JSON, or undefined. */
function timestamp(text: string): string | undefined {
  const match = time.exec(text)
  if (!match) return undefined
  const [, year, month, day, separator, hour, minute, second, fraction, rest] = match
  const zone = separator === undefined || separator === ' ' ? (rest ? undefined : 'Z') : zoneOf(rest ?? '')
  if (zone === undefined || !isDate(Number(year), Number(month), Number(day))) return undefined
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return undefined
  const nanos = (fraction ?? '').replace(/0+$/, '')
  const clock = [hour, minute, second].map(part => (part ?? '0').padStart(2, '0')).join(':')
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  return `${date}T${clock}${nanos === '' ? '' : `.${nanos}`}${zone}`
}

function zoneOf(text: string): string | undefined {
  if (text === 'Z') return 'Z'
  const match = /^([-+])(\d\d):(\d\d)$/.exec(text)
  if (!match || Number(match[2]) > 24 || Number(match[3]) > 60) return undefined
  return match[2] === '00' && match[3] === '00' ? 'Z' : text
}

function isDate(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}
