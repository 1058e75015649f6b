import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Makes and compares tokens; each server has a key of its own, so that a token ends with it. */
export interface Tokens {
  /** The token of a preview that was made at a time (ms since 1970) and shows these values. */
  readonly of: (time: number, shown: unknown) => string
  /** When the preview of a token was made; undefined for what is no token. */
  readonly timeOf: (token: string) => number | undefined
  readonly isSame: (one: string, other: string) => boolean
}

/** A token says which preview was seen: whoever sends it back agrees to that, and to nothing else. */
export function createTokens(): Tokens {
  const key = randomBytes(32)
  return {
    of: (time, shown) => `${time}.${createHmac('sha256', key).update(JSON.stringify(shown)).digest('hex')}`,
    timeOf: token => {
      const [, time] = /^(\d{1,15})\.[0-9a-f]{64}$/.exec(token) ?? []
      return time === undefined ? undefined : Number(time)
    },
    isSame: (one, other) =>
      one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other)),
  }
}
