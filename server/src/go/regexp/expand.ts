/**
 * Go's `Regexp.Expand`: replaces `$1`, `$name`, `${1}` and `${name}` in a template by what the groups matched.
 *
 * A name is the longest run of letters, digits and `_`, so `$1x` is the group `1x`, which no pattern can have
 * anything in. What is no group, or took no part, is empty; `$$` is a `$`; any other `$` stays.
 *
 * @param names the names of the groups by number, from 1
 * @param offsets start and end of the match and of each group, in UTF-16 units of `subject`; -1 for none
 */
export function expand(
  template: string,
  subject: string,
  names: readonly string[],
  offsets: readonly number[],
): string {
  const group = (index: number): string => {
    const start = offsets[2 * index] ?? -1
    return start < 0 ? '' : subject.slice(start, offsets[2 * index + 1])
  }
  const named = (name: string): string => {
    // A name may come twice; the first group that took part counts.
    const index = names.findIndex((one, at) => one === name && (offsets[2 * at + 2] ?? -1) >= 0)
    return index < 0 ? '' : group(index + 1)
  }
  return template.replace(reference, (_, escaped?: string, braced?: string, bare?: string) => {
    if (escaped !== undefined) return '$'
    const name = braced ?? bare ?? ''
    return isNumber(name) ? group(Number(name)) : named(name)
  })
}

const reference = /\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu

/** A number without leading zeros, of at most nine digits; anything else is a name. */
function isNumber(name: string): boolean {
  return /^(?:0|[1-9][0-9]{0,8})$/.test(name)
}
