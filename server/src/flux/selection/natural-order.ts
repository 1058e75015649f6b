/** Two texts of one shape compared as people do: their numbers as numbers. Positive where the first is higher. */
export function naturalOrder(a: string, b: string): number {
  return compareNumbers(numbersOf(a), numbersOf(b))
}

/** The places of texts, the highest first. Each is read once: there may be very many. */
export function naturalPlaces(texts: readonly string[]): readonly number[] {
  const read = texts.map(numbersOf)
  return texts.map((_, at) => at).sort((a, b) => compareNumbers(read[b] ?? [], read[a] ?? []) || a - b)
}

/** Where one has more numbers than the other, those that both have being the same, it is the higher. */
function compareNumbers(left: readonly string[], right: readonly string[]): number {
  const most = Math.max(left.length, right.length)
  for (let index = 0; index < most; index++) {
    const [one = '', other = ''] = [left[index], right[index]]
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
