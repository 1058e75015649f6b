/** A duration as the API server takes it (`1h30m`, `500ms`) in milliseconds; undefined for anything else. */
export function duration(text: string): number | undefined {
  if (!/^(?:[0-9]+(?:\.[0-9]+)?(?:ms|s|m|h))+$/.test(text)) return undefined
  let sum = 0
  for (const [, number, unit = ''] of text.matchAll(/([0-9.]+)(ms|s|m|h)/g))
    sum += Number(number) * (milliseconds[unit] ?? 0)
  return sum
}

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
