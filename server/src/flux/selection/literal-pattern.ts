/** The text that every match of a pattern begins with, and where it ends in the pattern. */
export interface LiteralStart {
  readonly text: string
  readonly end: number
}

/**
 * What every tag that a pattern is found in begins with: `prod-` of `^prod-v?[0-9.]+$`. Undefined where the pattern is
 * not anchored at its beginning, begins otherwise, or has alternatives.
 */
export function literalStart(pattern: string): LiteralStart | undefined {
  if (!pattern.startsWith('^') || pattern.includes('|')) return undefined
  let [text, end] = ['', 1]
  for (;;) {
    const [whole, escaped, plain] = /^(?:\\([-._/])|([\w-]))/.exec(pattern.slice(end)) ?? []
    const next = pattern[end + (whole?.length ?? 0)] ?? ''
    if (whole === undefined || /[*?+{]/.test(next)) break
    text += escaped ?? plain ?? ''
    end += whole.length
  }
  return text === '' ? undefined : { text, end }
}

/** The only tag that a pattern takes: `latest` of `^latest$` and `^(latest)$`. Undefined where there may be more. */
export function onlyTag(pattern: string): string | undefined {
  const [, text] = /^\^(?:\((?:\?:|\?P?<\w+>)?)?((?:[\w-]|\\[-._])+)\)?\$$/.exec(pattern) ?? []
  const isBalanced = pattern.split('(').length === pattern.split(')').length
  return isBalanced && text !== undefined && !/\\[a-zA-Z]/.test(text) ? text.replaceAll('\\', '') : undefined
}
