/**
 * `1.2 - 1.4` becomes `>= 1.2, <= 1.4 `, as Masterminds/semver rewrites a range before it checks anything.
 * It replaces by text, the first place that reads alike, so what it cannot read shows up rewritten in the error.
 */
export function rewriteHyphenRanges(range: string): string {
  const reversed = reverse(range)
  let rewritten = range
  let from = 0
  for (const { index } of range.matchAll(/-/g)) {
    const low = lowEnd.exec(reversed.slice(range.length - index, range.length - from))
    const high = highEnd.exec(range.slice(index + 1))
    if (low === null || high === null) continue
    const found = range.slice(index - low[0].length, index + 1 + high[0].length)
    from = index + 1 + high[0].length
    rewritten = rewritten.replace(found, () => `>= ${reverse(low[1] ?? '')}, <= ${high[1]} `)
  }
  return rewritten
}

/** What stands behind the hyphen: white space, a version, white space. */
const highEnd =
  /^[\t\n\f\r ]+(v?[0-9|xX*]+(?:\.[0-9|xX*]+)?(?:\.[0-9|xX*]+)?(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)[\t\n\f\r ]*/

/**
 * What stands before it, read backwards: the longest version that ends there, which is where Go's leftmost match
 * begins. Searching forwards would try every place of a long word; this is linear.
 */
const lowEnd =
  /^[\t\n\f\r ]+((?:[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*\+)?(?:[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*-)?(?:[0-9|xX*]+\.)?(?:[0-9|xX*]+\.)?[0-9|xX*]+v?)[\t\n\f\r ]*/

function reverse(text: string): string {
  return text.split('').reverse().join('')
}
