/**
 * How long a server asks to wait, in milliseconds, or undefined where it says nothing that can be read:
 * seconds, an HTTP date, or (Docker Hub's older `X-Retry-After`) a time in seconds since 1970.
 */
export function retryAfter(values: readonly string[], now: number): number | undefined {
  for (const value of values) {
    const text = value.trim()
    const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
    const ms =
      number === undefined ? Date.parse(text) - now : number > 1e9 ? number * 1000 - now : number * 1000
    if (Number.isFinite(ms)) return Math.min(Math.max(ms, 0), LONGEST)
  }
  return undefined
}

/** A day: what asks for more is not believed. */
const LONGEST = 86_400_000
