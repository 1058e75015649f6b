/** The type that go-yaml v3 gives to a plain scalar without a tag: YAML 1.2's, with some of 1.1's forms. */
export type ResolvedTag = '!!str' | '!!null' | '!!bool' | '!!int' | '!!float' | '!!timestamp'

export function resolveTag(text: string): ResolvedTag {
  const first = text.charAt(0)
  if (!'+-.0123456789tTfFnN~'.includes(first)) return '!!str'
  const known = WORDS.get(text)
  if (known) return known
  if (first === '.') return /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/.test(text) ? '!!float' : '!!str'
  if (!'+-0123456789'.includes(first)) return '!!str'
  if (isTimestamp(text)) return '!!timestamp'
  const plain = text.replaceAll('_', '')
  if (integer(plain) !== undefined) return '!!int'
  return isFloat(plain) ? '!!float' : '!!str'
}

/** The value of a plain scalar without a tag; a time stays text. */
export function resolveValue(text: string): string | number | bigint | boolean | null {
  const plain = text.replaceAll('_', '')
  switch (resolveTag(text)) {
    case '!!null':
      return null
    case '!!bool':
      return text.toLowerCase() === 'true'
    case '!!int': {
      const value = integer(plain) ?? 0
      return Number.isSafeInteger(Number(value)) ? Number(value) : value
    }
    case '!!float':
      if (/inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
      return /nan$/i.test(text) ? Number.NaN : Number(plain)
    default:
      return text
  }
}

/** Whether a YAML 1.1 parser (go-yaml v2, as kyaml asks it) reads a text as anything but a string. */
export function isYaml11NonString(text: string): boolean {
  if (text === '' || text.includes('\n')) return false
  if (/^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/.test(text)) return true
  if (/^-?0o/.test(text.replaceAll('_', '')))
    return integer(text.replaceAll('_', '').replace(/o[-+]/, 'o?')) !== undefined
  return !['!!str', '!!timestamp'].includes(resolveTag(text))
}

const WORDS: ReadonlyMap<string, ResolvedTag> = new Map<string, ResolvedTag>([
  ...['true', 'True', 'TRUE', 'false', 'False', 'FALSE'].map(word => [word, '!!bool'] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map(word => [word, '!!null'] as const),
  ...['.nan', '.NaN', '.NAN'].map(word => [word, '!!float'] as const),
  ...['', '+', '-'].flatMap(sign => ['.inf', '.Inf', '.INF'].map(word => [sign + word, '!!float'] as const)),
])

/** `strconv.ParseInt` and `ParseUint` with base 0 and 64 bits; go-yaml takes the sign of `0b-1` and `0o-7` as well. */
function integer(plain: string): number | bigint | undefined {
  if (/^(?:0|[1-9][0-9]{0,14})$/.test(plain)) return Number(plain)
  const [, sign = '', digits, octal = ''] =
    /^([-+]?)(?:(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[1-9][0-9]*|0)|0([0-7]+))$/.exec(
      plain.replace(/^(?<prefix>0[bo])(?<sign>[-+])/, '$<sign>$<prefix>'),
    ) ?? []
  if (digits === undefined && octal === '') return undefined
  const value = BigInt(digits ?? `0o${octal}`)
  if (sign === '-') return value <= 2n ** 63n ? -value : undefined
  return value < 2n ** (sign === '' ? 64n : 63n) ? value : undefined
}

function isFloat(plain: string): boolean {
  return /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(plain) && Number.isFinite(Number(plain))
}

/** The forms of a time that go-yaml takes: a date, or a date and a time with `T` and a zone, or with a space and none. */
function isTimestamp(text: string): boolean {
  if (text.charAt(4) !== '-') return false
  const match =
    /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})?)?$/.exec(
      text,
    )
  if (!match) return false
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number)
  const [hour = 0, minute = 0, second = 0] = match.slice(5, 8).map(part => Number(part ?? 0))
  const [zoneHour = 0, zoneMinute = 0] = (match[8] ?? '').match(/[0-9]{2}/g)?.map(Number) ?? []
  if (match[4] !== undefined && (match[4] === ' ') === (match[8] !== undefined)) return false
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  if (month < 1 || month > 12 || day < 1 || day > days) return false
  return hour < 24 && minute < 60 && second < 60 && zoneHour <= 24 && zoneMinute <= 60
}
