/** Units as people write them, in the units that Flux's definitions take. */
const units: Readonly<Record<string, readonly [number, string]>> = {
  ms: [1, 'ms'],
  s: [1, 's'],
  m: [1, 'm'],
  h: [1, 'h'],
  d: [24, 'h'],
  w: [168, 'h'],
}

/** The unit's letters for a word: `minutes`, `mins`, `Min`. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^(ms|msecs?|milliseconds?)$/, 'ms'],
  [/^(s|secs?|seconds?)$/, 's'],
  [/^(m|mins?|minutes?)$/, 'm'],
  [/^(h|hrs?|hours?)$/, 'h'],
  [/^(d|days?)$/, 'd'],
  [/^(w|weeks?)$/, 'w'],
]

/** What a misspelt duration was meant to be (`1d` is `24h`); without hours where they are not allowed. */
export function correctedDuration(text: string, allowsHours = true): string | undefined {
  const parts: string[] = []
  const rest = text
    .trim()
    .toLowerCase()
    .replace(/(\d+(?:\.\d+)?)\s*([a-z]+)[\s,]*/g, (_, number: string, word: string) => {
      const name = words.find(([pattern]) => pattern.test(word))?.[1]
      const [factor, unit] = units[name ?? ''] ?? []
      if (factor === undefined || unit === undefined) return '?'
      const isTooCoarse = unit === 'h' && !allowsHours
      parts.push(`${round(Number(number) * factor * (isTooCoarse ? 60 : 1))}${isTooCoarse ? 'm' : unit}`)
      return ''
    })
  if (rest !== '' || parts.length === 0) return undefined
  return parts.length === 2 && parts.every(part => part.endsWith('m')) ? sum(parts) : parts.join('')
}

/** `60m` and `30m` as one number. */
function sum(parts: readonly string[]): string {
  return `${round(parts.reduce((total, part) => total + Number.parseFloat(part), 0))}m`
}

function round(number: number): number {
  return Math.round(number * 1000) / 1000
}
