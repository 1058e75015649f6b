/** Two texts of one shape compared as people do: their numbers as numbers. Positive where the first is higher. */
export function naturalOrder(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  for (const [index, one] of left.entries()) {
    const other = right[index] ?? ''
    const order = one.length - other.length || (one < other ? -1 : one > other ? 1 : 0)
    if (order !== 0) return order
  }
  return 0
}

/** A text with each number as `#`: `build-9` and `build-10` are `build-#`. */
export function shapeOf(text: string): string {
  return text.replace(/[0-9]+/g, '#')
}

function numbersOf(text: string): readonly string[] {
  return (text.match(/[0-9]+/g) ?? []).map(one => one.replace(/^0+(?=[0-9])/, ''))
}
