/**
 * `1.2 - 1.4` becomes `>= 1.2, <= 1.4 `, as Masterminds/semver rewrites a range before it checks anything.
 * It replaces by text, the first place that reads alike, so what it cannot read shows up rewritten in the error.
 */
export function rewriteHyphenRanges(range: string): string {
  const reversed = reverse(range)
  /** What is rewritten already, and where the rest begins in the range. */
  const done: string[] = []
  let taken = 0
  let from = 0
  /** Rewritten by text, as Go does, from the first place on where the same text might stand earlier. */
  let byText: string | undefined
  let left = mostByText
  let isAfterSpace = false
  for (const { index } of range.matchAll(/-/g)) {
    const low = lowEnd.exec(reversed.slice(range.length - index, range.length - from))
    const high = highEnd.exec(range.slice(index + 1))
    if (low === null || high === null) {
      // Nothing but a hyphen after white space can begin to read alike.
      isAfterSpace ||= /[\t\n\f\r ]/.test(range.charAt(index - 1))
      continue
    }
    const start = index - low[0].length
    const end = index + 1 + high[0].length
    const replacement = `>= ${reverse(low[1] ?? '')}, <= ${high[1]} `
    from = end
    if (isAfterSpace) {
      byText ??= done.join('') + range.slice(taken)
      // A hyphen was left over, so that the range is none, whatever follows; Go's message would be longer than a page.
      if (left-- === 0) break
      byText = byText.replace(range.slice(start, end), () => replacement)
    } else {
      done.push(range.slice(taken, start), replacement)
      taken = end
    }
  }
  return byText ?? done.join('') + range.slice(taken)
}

/** How many ranges are rewritten by text. */
const mostByText = 50

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
