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

/** `strconv.ParseInt` and `ParseUint` with base 0 and 64 bits, and go-yaml's own `0b` and `0o` with a sign behind. */
function integer(plain: string): number | bigint | undefined {
  if (/^(?:0|[1-9][0-9]{0,14})$/.test(plain)) return Number(plain)
  const [, sign = '', prefix = '', inner = '', digits = ''] =
    /^([-+]?)(?:0([xXbBoO]?))?([-+]?)([0-9a-fA-F]*)$/.exec(plain) ?? []
  const base = BASES[prefix.toLowerCase()]
  if (base === undefined) return undefined
  const isOctal = prefix === '' && /^[-+]?0[0-9]/.test(plain)
  if (inner !== '' && (sign !== '' || !/^0[bo]/.test(plain))) return undefined
  const text = prefix === '' && /^[-+]?0$/.test(plain) ? '0' : digits
  if (!(isOctal ? /^[0-7]+$/ : base.digits).test(text)) return undefined
  const value = BigInt(`${isOctal ? '0o' : base.prefix}${text}`)
  const isNegative = sign === '-' || inner === '-'
  if (isNegative) return value <= 2n ** 63n ? -value : undefined
  return value < 2n ** (sign === '' && inner === '' ? 64n : 63n) ? value : undefined
}

const BASES: Readonly<Record<string, { readonly digits: RegExp; readonly prefix: string }>> = {
  '': { digits: /^[0-9]+$/, prefix: '' },
  x: { digits: /^[0-9a-fA-F]+$/, prefix: '0x' },
  b: { digits: /^[01]+$/, prefix: '0b' },
  o: { digits: /^[0-7]+$/, prefix: '0o' },
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
  const days = [
    31,
    year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
    30,
    31,
    30,
    31,
  ]
  if (day < 1 || day > (days[month - 1] ?? 0)) return false
  return hour < 24 && minute < 60 && second < 60 && zoneHour <= 24 && zoneMinute <= 60
}
