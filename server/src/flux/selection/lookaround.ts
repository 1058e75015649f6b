/** What other engines have and Go's lacks, and where in a pattern. */
export interface Lookaround {
  readonly start: number
  readonly end: number
  readonly what: string
}

/** The first thing in a pattern that Go's regular expressions do not have; undefined where there is none. */
export function lookaround(pattern: string): Lookaround | undefined {
  const found = /\(\?(?:=|!|<=|<!|>)|\\[1-9]|[*+?}]\+/.exec(pattern)
  if (found === null) return undefined
  const [text] = found
  const what = text.startsWith('(?<')
    ? 'look-behind'
    : text === '(?>'
      ? 'atomic group'
      : text.startsWith('(?')
        ? 'look-ahead'
        : text.startsWith('\\')
          ? 'reference back to a group'
          : 'possessive repetition'
  return { start: found.index, end: found.index + text.length, what }
}
