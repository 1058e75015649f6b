import { failure, isFailure } from '../../flux/failure.ts'
import { addressClass } from '../registry/contact/address.ts'
import type { HttpRequest, HttpResponse, Transport } from './transport.ts'

/** The request `fluxmark/http` from the server to a client that announced it: one exchange, no redirect followed. */
export interface EditorHttpRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds. */
  readonly timeout: number
  readonly maxBytes: number
}

/** Its answer: what came, or why nothing came (`code` as Node names it, where the editor's fetch says). */
type EditorHttpResponse =
  | {
      readonly status: number
      /** Pairs of name in lower case and value; a name may come several times. */
      readonly headers: readonly (readonly [string, string])[]
      readonly bodyBase64: string
    }
  | { readonly error: { readonly code: string; readonly message: string } }

/**
 * Carries requests through the editor's own fetch, which knows PAC files and Kerberos. What `ask` gives is another
 * program's and read with care: what is no answer is a failure, and so is one that does not come in time.
 */
export function createEditorTransport(
  ask: (request: EditorHttpRequest, signal: AbortSignal) => Promise<unknown>,
): Transport {
  return {
    async send(request) {
      const { url, method, headers, body, timeout, maxBytes, signal } = request
      const question = {
        url: url.href,
        method,
        headers,
        ...(body !== undefined && { body }),
        timeout,
        maxBytes,
      }
      const late = AbortSignal.timeout(timeout)
      const answer = await answered(ask(question, AbortSignal.any([signal, late])), late).catch(error => {
        if (signal.aborted) throw failure('E_CANCELLED', 'Cancelled.')
        throw brokenOff(request, late.aborted ? 'ETIMEDOUT' : String(error))
      })
      if (!isResponse(answer)) throw brokenOff(request, 'no answer')
      if ('error' in answer) throw brokenOff(request, answer.error.code)
      return read(answer, request)
    },
    close: async () => undefined,
  }
}

/**
 * Sends with the first transport and, where that cannot get through to a host, with the second; what got through is
 * kept to. Nothing else falls back: a certificate that one of them does not trust is not tried on the other, and this
 * machine needs nobody's help to be reached.
 */
export function withFallback(first: Transport, second: Transport): Transport {
  const helped = new Set<string>()

  async function send(request: HttpRequest): Promise<HttpResponse> {
    const { origin, hostname } = request.url
    if (helped.has(origin) && request.reach === 'own') return second.send(request)
    try {
      return await first.send(request)
    } catch (error) {
      const isBarred = isFailure(error, ...BARRED)
      // Whether a name leads into the user's own network cannot be checked there.
      const isHelp = request.reach === 'own' && addressClass(hostname) !== 'loopback'
      if (!isBarred || !isHelp) throw error
      // Where the second fails as well, the first one's words are the better ones.
      const answer = await second.send(request).catch(() => {
        throw error
      })
      helped.add(origin)
      return answer
    }
  }

  return {
    send,
    close: async () => {
      await Promise.all([first.close(), second.close()])
    },
  }
}

/** The answer, or a rejection when it is too late. An editor that gives none holds nobody up. */
function answered(answer: Promise<unknown>, late: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    late.addEventListener('abort', () => reject(late.reason), { once: true })
    answer.then(resolve, reject)
  })
}

function isResponse(value: unknown): value is EditorHttpResponse {
  if (typeof value !== 'object' || value === null) return false
  if ('error' in value) return typeof Reflect.get(Object(value.error), 'code') === 'string'
  return (
    'status' in value &&
    typeof value.status === 'number' &&
    'bodyBase64' in value &&
    typeof value.bodyBase64 === 'string' &&
    'headers' in value &&
    Array.isArray(value.headers) &&
    value.headers.every(pair => Array.isArray(pair) && pair.every(part => typeof part === 'string'))
  )
}

/** How a network looks that only lets the editor's proxy through. */
const BARRED = ['E_PROXY', 'E_PROXY_AUTH', 'E_DNS', 'E_REFUSED', 'E_TIMEOUT'] as const

function read(answer: Exclude<EditorHttpResponse, { error: unknown }>, request: HttpRequest): HttpResponse {
  const { host } = request.url
  // An opaque redirect, which a fetch gives where it hides the target, has no status.
  if (answer.status === 0)
    throw failure('E_REDIRECT_TARGET', `${host} redirects, and the editor does not say where to.`)
  const body = Buffer.from(answer.bodyBase64, 'base64')
  if (body.length > request.maxBytes)
    throw failure('E_TOO_LARGE', `${host} sent more than ${request.maxBytes} bytes in one answer.`)
  const header = (name: string) => answer.headers.filter(([key]) => key === name).map(([, value]) => value)
  return { status: answer.status, header, body }
}

function brokenOff({ url }: HttpRequest, code: string): Error {
  if (/TIMED?_?OUT/.test(code))
    return failure('E_TIMEOUT', `${url.host}: no answer in time, through the editor.`)
  return failure('E_NET', `${url.host}: the editor could not fetch it (${code.slice(0, 100)}).`)
}
