import { failure, isFailure } from './failure.ts'
import { addressClass } from './registry/address.ts'
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
export type EditorHttpResponse =
  | {
      readonly status: number
      /** Pairs of name in lower case and value; a name may come several times. */
      readonly headers: readonly (readonly [string, string])[]
      readonly bodyBase64: string
    }
  | { readonly error: { readonly code: string; readonly message: string } }

/** Carries requests through the editor's own fetch, which knows PAC files and Kerberos. */
export function createEditorTransport(
  ask: (request: EditorHttpRequest, signal: AbortSignal) => Promise<EditorHttpResponse>,
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
      const answer = await ask(question, signal).catch(error => {
        throw signal.aborted ? failure('E_CANCELLED', 'Cancelled.') : brokenOff(request, String(error))
      })
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
      const isBarred = BARRED.some(code => isFailure(error, code))
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
