import { createSecureContext, type SecureContext } from 'node:tls'
import type { Dispatcher } from 'undici'
import { failure, isFailure } from '../../flux/failure.ts'
import { trustedCertificates } from './certificates.ts'
import { guardedLookup, type Resolve, resolveByDns } from './guarded-lookup.ts'
import { networkFailure } from './network-failure.ts'
import { type Environment, type ProxySettings, proxyFor } from './proxy.ts'
import type { HttpRequest, HttpResponse, Transport } from './transport.ts'

export interface HttpOptions {
  readonly env: Environment
  readonly proxy?: ProxySettings
  /** `http.systemCertificates`. */
  readonly systemCertificates?: boolean
  /** The CA file that the user has set for a host (`name:port` as `URL.host`). */
  readonly caFile?: (host: string) => string | undefined
  /** Finds the certificates to trust besides Node's own; those of the machine where absent. */
  readonly certificates?: typeof trustedCertificates
  /** How names are resolved; the system's resolver where absent. */
  readonly resolve?: Resolve
}

/**
 * Carries requests with undici, which is loaded with the first of them. Compressed bodies are refused, since none
 * is asked for and a small one can unpack into a huge one.
 */
export function createHttpTransport(options: HttpOptions): Transport {
  const dispatchers = new Map<string, Promise<Dispatcher>>()
  /** Hosts with a certificate that Node's own authorities have not signed, but others that the user trusts. */
  const others = new Set<string>()

  async function send(request: HttpRequest): Promise<HttpResponse> {
    const { host } = request.url
    const needsAll = others.has(host) || options.caFile?.(host) !== undefined
    if (needsAll) return sendTrusting('all', request)
    try {
      return await sendTrusting('node', request)
    } catch (error) {
      // Reading all the certificates of a system takes a while, and few registries need them.
      if (!isFailure(error, 'E_TLS_CA')) throw error
      const answer = await sendTrusting('all', request)
      others.add(host)
      return answer
    }
  }

  async function sendTrusting(trust: Trust, request: HttpRequest): Promise<HttpResponse> {
    const proxy = proxyFor(request.url, options.proxy ?? {}, options.env)
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(lateAfter(request)), request.timeout)
    const cancel = () => timeout.abort(failure('E_CANCELLED', 'Cancelled.'))
    request.signal.addEventListener('abort', cancel)
    try {
      if (request.signal.aborted) cancel()
      timeout.signal.throwIfAborted()
      return await exchange(await dispatcherFor(trust, request, proxy), request, timeout.signal)
    } catch (error) {
      throw networkFailure(
        timeout.signal.aborted ? timeout.signal.reason : error,
        request.url.host,
        proxy?.host,
      )
    } finally {
      clearTimeout(timer)
      request.signal.removeEventListener('abort', cancel)
    }
  }

  /** One dispatcher for each way of connecting, made once: they hold the open connections. */
  function dispatcherFor(
    trust: Trust,
    { url, reach }: HttpRequest,
    proxy: URL | undefined,
  ): Promise<Dispatcher> {
    const caFile = options.caFile?.(url.host)
    const key = JSON.stringify([trust, reach, caFile, proxy?.href])
    const known = dispatchers.get(key)
    if (known) return known
    const made = connect({ trust, reach, caFile, proxy }, options)
    dispatchers.set(key, made)
    // A CA file that could not be read may be there the next time.
    made.catch(() => dispatchers.delete(key))
    return made
  }

  async function close(): Promise<void> {
    const open = [...dispatchers.values()]
    dispatchers.clear()
    await Promise.all(open.map(async made => (await made).destroy()))
  }

  return { send, close }
}

/** Which authorities to trust: Node's own list of authorities, or the system's and the user's as well. */
type Trust = 'node' | 'all'

/** A way of connecting. */
interface Connection {
  readonly trust: Trust
  readonly reach: HttpRequest['reach']
  readonly caFile: string | undefined
  readonly proxy: URL | undefined
}

async function connect(
  { trust, reach, caFile, proxy }: Connection,
  options: HttpOptions,
): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('undici')
  const secureContext = trust === 'node' ? createSecureContext() : await fullContext(caFile, options)
  const timeout = 10_000
  // Each request has its own deadline, which covers headers and body.
  const shared = { headersTimeout: 0, bodyTimeout: 0, connections: 8 }
  if (proxy === undefined) {
    const lookup = guardedLookup(options.resolve ?? resolveByDns, reach)
    return new Agent({ ...shared, connect: { lookup, secureContext, timeout } })
  }
  const { authorization, strictSSL = true } = options.proxy ?? {}
  return new ProxyAgent({
    ...shared,
    uri: proxy.href,
    ...(authorization && { token: authorization }),
    requestTls: { secureContext, timeout },
    proxyTls: { secureContext, timeout, rejectUnauthorized: strictSSL },
    proxyTunnel: true,
  })
}

async function fullContext(caFile: string | undefined, options: HttpOptions): Promise<SecureContext> {
  const trust = { system: options.systemCertificates ?? true, ...(caFile !== undefined && { caFile }) }
  const certificates = options.certificates ?? trustedCertificates
  return createSecureContext({ ca: [...(await certificates(trust, options.env))] })
}

/** One request and its whole answer; ends at once when the signal does. A body that is not wanted closes its connection. */
function exchange(dispatcher: Dispatcher, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const { url, method, maxBytes } = request
  return new Promise((resolve, reject) => {
    let status = 0
    let headers: Readonly<Record<string, string | string[] | undefined>> = {}
    const header = (name: string): readonly string[] => [headers[name] ?? []].flat()
    const chunks: Uint8Array[] = []
    let size = 0
    const tooLarge = () =>
      failure('E_TOO_LARGE', `${url.host} sent more than ${maxBytes} bytes in one answer.`)
    signal.addEventListener('abort', () => reject(signal.reason))
    const sent = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { ...request.headers, 'accept-encoding': 'identity' },
      body: request.body ?? null,
    }
    dispatcher.dispatch(sent, {
      onRequestStart(controller) {
        const stop = () => controller.abort(signal.reason)
        if (signal.aborted) stop()
        else signal.addEventListener('abort', stop)
      },
      onResponseStart(controller, statusCode, found) {
        if (statusCode < 200) return
        status = statusCode
        headers = found
        const encoding = header('content-encoding')[0] ?? 'identity'
        if (method !== 'HEAD' && encoding.toLowerCase() !== 'identity') {
          const what = `a compressed answer (${encoding.slice(0, 20)}) though none was asked for`
          controller.abort(failure('E_ENCODING', `${url.host} sent ${what}.`))
        } else if (method !== 'HEAD' && Number(header('content-length')[0] ?? 0) > maxBytes) {
          controller.abort(tooLarge())
        }
      },
      onResponseData(controller, chunk) {
        size += chunk.length
        if (size > maxBytes) controller.abort(tooLarge())
        else chunks.push(chunk)
      },
      onResponseEnd() {
        const [first = new Uint8Array(), second] = chunks
        resolve({ status, header, body: second === undefined ? first : Buffer.concat(chunks) })
      },
      onResponseError: (_, error) => reject(error),
    })
  })
}

function lateAfter({ url, timeout }: HttpRequest): Error {
  return failure('E_TIMEOUT', `${url.host}: no answer within ${Math.ceil(timeout / 1000)} s.`)
}
