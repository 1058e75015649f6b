/**
 * A file with the lines that changed from `before` to `after` changed back, other changes to it kept. Undefined where
 * those lines is not known for sure: lines came or went in between, or the file has them more or less often.
 */
export function revertLines(before: Buffer, after: Buffer, mine: Buffer): Buffer | undefined {
  const [then, now, lines] = [before, after, mine].map(bytes => bytes.toString('latin1').split('\n'))
  if (!then || !now || !lines || then.length !== now.length) return undefined
  const result = [...lines]
  for (const text of new Set(now.filter((line, n) => line !== then[n]))) {
    const places = placesOf(text, lines)
    const sources = placesOf(text, now)
    if (places.length !== sources.length) return undefined
    for (const [n, place] of places.entries()) result[place] = then[sources[n] ?? 0] ?? text
  }
  return Buffer.from(result.join('\n'), 'latin1')
}

function placesOf(text: string, lines: readonly string[]): readonly number[] {
  return lines.flatMap((line, n) => (line === text ? [n] : []))
}
