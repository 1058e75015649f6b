/**
 * A text as Go's `%q` prints it (`strconv.Quote`): in double quotes, with Go's escapes for what does not print.
 *
 * `quote('a\tb')` is `"a\tb"`, the tab written as backslash and t.
 */
export function quote(text: string): string {
  return `"${text.replace(unprintable, escaped)}"`
}

/** All that Go does not print as it is: it does letters, marks, numbers, punctuation, symbols and the ASCII space. */
const unprintable = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu

const short: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
])

function escaped(character: string): string {
  const known = short.get(character)
  if (known !== undefined) return known
  const code = character.codePointAt(0) ?? 0
  const hex = (digits: number): string => code.toString(16).padStart(digits, '0')
  if (code < 0x80) return `\\x${hex(2)}`
  return code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`
}
