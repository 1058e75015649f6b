/** What a template gives for a match: offsets of the match and of each group in the subject, -1 for none. */
export type Expander = (subject: string, offsets: readonly number[]) => string

/** Plain text, or the groups of which the first that took part gives its text. */
type Part = string | readonly number[]

/**
 * Go's `Regexp.Expand`: replaces `$1`, `$name`, `${1}` and `${name}` in a template by what the groups matched.
 *
 * A name is the longest run of letters, digits and `_`, so `$1x` is the group `1x`, which hardly a pattern has. What
 * is no group, or took no part, is empty; `$$` is a `$`; any other `$` stays.
 *
 * @param names the names of the groups by number, from 1; a name may come twice
 */
export function expander(template: string, names: readonly string[]): Expander {
  const parts = readTemplate(template, names).filter(part => part !== '')
  const [only, more] = parts
  if (only !== undefined && typeof only !== 'string' && more === undefined)
    return (subject, offsets) => groupText(only, subject, offsets)
  return (subject, offsets) => {
    let text = ''
    for (const part of parts) text += typeof part === 'string' ? part : groupText(part, subject, offsets)
    return text
  }
}

function groupText(groups: readonly number[], subject: string, offsets: readonly number[]): string {
  for (let index = 0; index < groups.length; index++) {
    const at = 2 * (groups[index] ?? 0)
    const start = offsets[at] ?? -1
    if (start >= 0) return subject.slice(start, offsets[at + 1])
  }
  return ''
}

function readTemplate(template: string, names: readonly string[]): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  for (const match of template.matchAll(/\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu)) {
    const [whole, dollar, braced, bare] = match
    parts.push(template.slice(at, match.index), dollar ?? groupsOf(braced ?? bare ?? '', names))
    at = match.index + whole.length
  }
  return [...parts, template.slice(at)]
}

/** A number without leading zeros, of at most nine digits, is a group's number; anything else is a name. */
function groupsOf(name: string, names: readonly string[]): readonly number[] {
  if (/^(?:0|[1-9][0-9]{0,8})$/.test(name)) return [Number(name)]
  return names.flatMap((one, index) => (one === name ? [index + 1] : []))
}
