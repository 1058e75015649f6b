import { failure, isFailure } from '../../../flux/failure.ts'
import type { Clock } from '../../../ports.ts'
import type { HttpRequest, HttpResponse, Transport } from '../../network/transport.ts'
import type { Limits } from '../settings.ts'
import { createGate, type Gate } from './gate.ts'
import { retryAfter } from './retry-after.ts'

/** Waits so many milliseconds, or rejects with E_CANCELLED. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

export interface ExchangeOptions {
  readonly transport: Transport
  readonly clock: Clock
  readonly wait: Wait
  /** A number in [0, 1), so that many clients do not come back at the same moment. */
  readonly random: () => number
  readonly sharedLimits: SharedLimits
}

/** What all clients of one program share, so that many folders ask no more than one. */
export interface SharedLimits {
  readonly gate: Gate
  /** By host: until when it wants to be left alone, in ms since 1970. */
  readonly blocked: Map<string, number>
}

/** Eight requests at a time, for a whole program. */
export function createSharedLimits(): SharedLimits {
  return { gate: createGate(8), blocked: new Map() }
}

/** Milliseconds that an undertaking may still take; waiting for one's turn costs nothing. */
export interface Budget {
  remaining: number
}

type ExchangeRequest = Omit<HttpRequest, 'timeout'> & {
  readonly limits: Limits
  readonly budget: Budget
}

export type Exchange = (request: ExchangeRequest) => Promise<HttpResponse>

/**
 * Sends requests with manners: few at a time, none to a host that asked to be left alone, again (at most three
 * times) where the server or the line had a hiccup. Any other answer, a failing one too, is the caller's.
 * Rejects with E_RATE_LIMITED, at once and without a request, while a host wants no more than 20 s of waiting.
 */
export function createExchange({ transport, clock, wait, random, sharedLimits }: ExchangeOptions): Exchange {
  const { gate, blocked } = sharedLimits

  async function pause(ms: number, { budget, signal }: ExchangeRequest): Promise<void> {
    budget.remaining -= ms
    await wait(ms, signal)
  }

  /** Milliseconds for which a host still wants to be left alone. */
  function blockedFor(host: string): number {
    const left = (blocked.get(host) ?? 0) - clock.now()
    if (left <= 0) blocked.delete(host)
    return Math.max(0, left)
  }

  /** Waits while the host wants to be left alone, if that is bearable. */
  async function respectBlock(request: ExchangeRequest): Promise<void> {
    const { host } = request.url
    for (let left = blockedFor(host); left > 0; left = blockedFor(host)) {
      if (left > BEARABLE || left > request.budget.remaining) throw rateLimited(host, clock.now() + left)
      await pause(left + random() * 1000, request)
    }
  }

  /** Sends when it is the request's turn and the host still wants to be asked then. */
  async function sendInTurn(request: ExchangeRequest): Promise<HttpResponse> {
    const { budget, limits, signal, url } = request
    for (;;) {
      await respectBlock(request)
      const answer = await gate.run(url.host, limits.parallel, signal, async () => {
        if (blockedFor(url.host) > 0) return undefined
        const timeout = Math.min(limits.requestTime, budget.remaining)
        if (timeout <= 0) throw failure('E_TIMEOUT', `${url.host}: this took too long and was given up.`)
        const started = performance.now()
        try {
          return await transport.send({ ...request, timeout })
        } finally {
          budget.remaining -= performance.now() - started
        }
      })
      if (answer !== undefined) return answer
    }
  }

  /** How long to wait before the next attempt; undefined where the answer stands. */
  function delayAfter(answer: HttpResponse, attempt: number, host: string): number | undefined {
    const fields = [...answer.header('retry-after'), ...answer.header('x-retry-after')]
    const asked = retryAfter(fields, clock.now())
    if (answer.status === 429) {
      const until = clock.now() + (asked ?? 60_000)
      blocked.set(host, Math.max(until, blocked.get(host) ?? 0))
      if (attempt > RETRIES) throw rateLimited(host, until)
      // The block itself is waited for.
      return 0
    }
    if (attempt > RETRIES || !TRANSIENT.includes(answer.status)) return undefined
    return asked !== undefined && asked <= BEARABLE ? asked : backOff(attempt)
  }

  const backOff = (attempt: number) => 500 * 2 ** attempt * (0.5 + random())

  return async request => {
    const { budget, url } = request
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await sendInTurn(request)
        const delay = delayAfter(answer, attempt, url.host)
        if (delay === undefined || delay > budget.remaining) return answer
        if (delay > 0) await pause(delay, request)
      } catch (error) {
        const delay = backOff(attempt)
        if (!isFailure(error, 'E_NET') || attempt > RETRIES || delay > budget.remaining) throw error
        await pause(delay, request)
      }
    }
  }
}

const RETRIES = 3

/** Milliseconds for which one waits rather than gives up. */
const BEARABLE = 20_000

/** What ggcr retries, and Flux with it, except 429. */
const TRANSIENT = [408, 500, 502, 503, 504, 499, 522]

function rateLimited(host: string, until: number): Error {
  const time = new Date(until).toISOString().slice(11, 19)
  return failure('E_RATE_LIMITED', `${host} asked us to wait until ${time} UTC.`)
}
