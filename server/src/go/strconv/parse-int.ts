/** `strconv.ParseInt(text, base, 64)`; base 0 reads prefixes and underscores. Undefined for any error. */
export function parseInt64(text: string, base: 0 | 8 | 10): bigint | undefined {
  const negative = text.startsWith('-')
  const size = parseUint64(/^[+-]/.test(text) ? text.slice(1) : text, base)
  if (size === undefined) return undefined
  const value = negative ? -size : size
  return BigInt.asIntN(64, value) === value ? value : undefined
}

/** `strconv.ParseUint(text, base, 64)`. */
export function parseUint64(text: string, base: 0 | 8 | 10): bigint | undefined {
  const [radix, digits] = base === 0 ? prefixed(text) : ([base, text] as const)
  if (digits === undefined || !wellFormed[radix].test(digits)) return undefined
  const significant = digits.replace(/^0+/, '') || '0'
  // No more digits than this fit, whatever the base.
  const value = significant.length > 64 ? undefined : BigInt(`${marks[radix]}${significant}`)
  return value !== undefined && value < 1n << 64n ? value : undefined
}

type Radix = 2 | 8 | 10 | 16

const marks: Record<Radix, string> = { 2: '0b', 8: '0o', 10: '', 16: '0x' }
const wellFormed: Record<Radix, RegExp> = { 2: /^[01]+$/, 8: /^[0-7]+$/, 10: /^[0-9]+$/, 16: /^[0-9a-f]+$/i }

/** The radix a prefix names, and the digits without it and without underscores that stand where they may. */
function prefixed(text: string): readonly [Radix, string | undefined] {
  const [, mark = '', rest = ''] = /^(0[xob]?)?(.*)$/is.exec(text) ?? []
  const radix: Radix = ({ '0x': 16, '0o': 8, '0b': 2, '0': 8 } as const)[mark.toLowerCase()] ?? 10
  if (mark === '0' && rest === '') return [10, '0']
  // An underscore may stand between a prefix and a digit, or two digits.
  const placed = mark === '' ? !/^_|_$|__/.test(rest) : !/_$|__/.test(rest)
  return [radix, placed ? rest.replaceAll('_', '') : undefined]
}
