import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CertificateOptions, makeCertificate } from './certificate.ts'

/** A request as a host saw it. */
export interface Seen {
  /** `GET ghcr.io/v2/…`, with the scheme in front where it is not https. */
  readonly line: string
  readonly host: string
  readonly method: string
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Buffer | object
  /** The connection stays silent, or breaks off. */
  readonly fate?: 'hang' | 'reset' | 'half'
}

/** A host that answers; one with `certificate` shows that instead of a good one, one with `isPlain` knows no TLS. */
export interface Host {
  readonly answer: (request: Seen) => Reply
  readonly certificate?: CertificateOptions & { readonly isForeign?: boolean }
  readonly isPlain?: boolean
}

/** An internet of its own on loopback: every name leads to a scripted host, and everything that leaves is seen. */
export interface Internet {
  /** HTTP(S)_PROXY, and the authority that all good certificates are signed by. */
  readonly env: Readonly<Record<string, string>>
  readonly requests: readonly Seen[]
  /** `name:port` of every connection that was asked for. */
  readonly contacted: readonly string[]
  readonly caFile: string
  /** The logins that the proxy was given. */
  readonly proxyLogins: readonly string[]
  close(): Promise<void>
}

export interface InternetOptions {
  /** What the proxy itself answers to CONNECT: 200 where absent. */
  readonly proxyStatus?: number
}

/** Starts it. A proxy takes every CONNECT and leads it to the host of that name; an unknown name is not found (502). */
export async function startInternet(
  hosts: Readonly<Record<string, Host | Host['answer']>>,
  options: InternetOptions = {},
): Promise<Internet> {
  const requests: Seen[] = []
  const contacted: string[] = []
  const proxyLogins: string[] = []
  const sockets = new Set<Socket>()
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-net-'))
  const authority = makeCertificate({})
  const foreign = makeCertificate({})
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, authority.cert)
  const servers = new Map<string, Server>()

  for (const [name, value] of Object.entries(hosts)) {
    const host: Host = typeof value === 'function' ? { answer: value } : value
    const handle = (scheme: string) => (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = []
      request.on('data', chunk => chunks.push(chunk))
      request.on('end', () => {
        const url = new URL(`${scheme}://${name}${request.url}`)
        const method = request.method ?? ''
        const line = `${method} ${scheme === 'https' ? '' : `${scheme}://`}${url.host}${request.url}`
        const body = Buffer.concat(chunks).toString()
        const seen = { line, host: name, method, url, headers: request.headers, body }
        requests.push(seen)
        send(host.answer(seen), request, response)
      })
    }
    const issuer = host.certificate?.isForeign ? foreign : authority
    const certificate = makeCertificate({ names: [name.replace(/:\d+$/, '')], issuer, ...host.certificate })
    const server = host.isPlain
      ? createServer(handle('http'))
      : createTlsServer({ key: certificate.key, cert: certificate.cert }, handle('https'))
    servers.set(name, server)
    await listen(server)
  }

  const proxy = createServer()
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    const target = request.url ?? ''
    contacted.push(target)
    const login = request.headers['proxy-authorization']
    if (login !== undefined) proxyLogins.push(login)
    sockets.add(socket)
    socket.on('error', () => undefined)
    const server = servers.get(target) ?? servers.get(target.replace(/:(443|80)$/, ''))
    const status = options.proxyStatus ?? (server ? 200 : 502)
    if (status !== 200 || !server) return socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)
    const onward = connect(portOf(server), '127.0.0.1')
    sockets.add(onward)
    onward.on('error', () => socket.destroy())
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    return socket.pipe(onward).pipe(socket)
  })
  await listen(proxy)
  const address = `http://127.0.0.1:${portOf(proxy)}`

  return {
    env: { HTTPS_PROXY: address, HTTP_PROXY: address, NODE_EXTRA_CA_CERTS: caFile },
    requests,
    contacted,
    caFile,
    proxyLogins,
    async close() {
      for (const socket of sockets) socket.destroy()
      await Promise.all([proxy, ...servers.values()].map(shut))
      rmSync(folder, { recursive: true })
    },
  }
}

function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  const { status = 200, headers = {}, body = '', fate } = reply
  if (fate === 'hang') return
  if (fate === 'reset') {
    request.socket.destroy()
    return
  }
  const bytes =
    typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
  for (const [key, value] of Object.entries(headers)) response.setHeader(key, value as string | string[])
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/json')
  response.statusCode = status
  if (fate === 'half') {
    response.setHeader('content-length', bytes.length)
    response.write(bytes.subarray(0, bytes.length >> 1), () => request.socket.destroy())
    return
  }
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

function listen(server: Server): Promise<void> {
  return new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function shut(server: Server): Promise<void> {
  const all: unknown = Reflect.get(server, 'closeAllConnections')
  if (typeof all === 'function') all.call(server)
  return new Promise(resolve => server.close(() => resolve()))
}
