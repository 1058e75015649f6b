import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash, randomUUID, sign } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Certificate, makeCertificate } from '../net/certificate.ts'

export type Mode = 'anonymous' | 'htpasswd' | 'tls' | 'token'

/** Debian's docker-registry, running on loopback, with one repository `team/checkout`. */
export interface DebianRegistry {
  readonly host: string
  /** The file of its authority, in mode `tls`. */
  readonly caFile: string
  /** The host of its token server, in mode `token`. */
  readonly tokenServer?: string
  close(): Promise<void>
}

export const USER = { username: 'me', password: 'pass:word' } as const

/** Why its tests are skipped, or false. */
export const debianSkip: string | false = ['docker-registry', 'htpasswd'].every(name =>
  existsSync(`/usr/bin/${name}`),
)
  ? false
  : 'needs: apt-get install docker-registry apache2-utils'

/** Starts it and pushes the tags over its own API. */
export async function startDebianRegistry(mode: Mode, tags: readonly string[]): Promise<DebianRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-registry-'))
  const caFile = join(folder, 'ca.pem')
  const authority = makeCertificate({})
  writeFileSync(caFile, authority.cert)
  const tokens = mode === 'token' ? await startTokenServer(authority) : undefined
  const config = join(folder, 'config.yml')
  writeFileSync(config, JSON.stringify(configOf(mode, folder, authority, caFile, tokens)))
  const child = spawn('/usr/bin/docker-registry', ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  const host = await addressOf(child)
  const base = `${mode === 'tls' ? 'https' : 'http'}://${host}`
  push(base, caFile, tokens ? pushToken(authority) : undefined, mode, tags)
  return {
    host,
    caFile,
    ...(tokens && { tokenServer: new URL(tokens.realm).host }),
    async close() {
      child.kill('SIGKILL')
      await new Promise(resolve => (tokens ? tokens.server.close(resolve) : resolve(undefined)))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface TokenServer {
  readonly server: Server
  readonly realm: string
}

function configOf(
  mode: Mode,
  folder: string,
  authority: Certificate,
  caFile: string,
  tokens: TokenServer | undefined,
) {
  const leaf = makeCertificate({ names: ['127.0.0.1'], issuer: authority })
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const tls = { certificate: file('cert.pem', leaf.cert), key: file('key.pem', leaf.key) }
  const users = () =>
    execFileSync('/usr/bin/htpasswd', ['-Bbn', '-C', '4', USER.username, USER.password]).toString()
  return {
    version: '0.1',
    log: { level: 'info', formatter: 'json' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: '127.0.0.1:0', ...(mode === 'tls' && { tls }) },
    ...(mode === 'htpasswd' && { auth: { htpasswd: { realm: 'test', path: file('users', users()) } } }),
    ...(tokens && {
      auth: { token: { realm: tokens.realm, service: 'registry', issuer: 'test', rootcertbundle: caFile } },
    }),
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = ''
    child.stderr?.on('data', chunk => {
      log += chunk
      const address = /listening on (127\.0\.0\.1:\d+)/.exec(log)?.[1]
      if (address) resolve(address)
    })
    child.on('exit', () => reject(new Error(`docker-registry ended: ${log}`)))
  })
}

/** Gives a token to whoever has the right login, and for pulling to nobody else. */
async function startTokenServer(authority: Certificate): Promise<TokenServer> {
  const expected = `Basic ${Buffer.from(`${USER.username}:${USER.password}`).toString('base64')}`
  const server = createServer((request, response) => {
    if (request.headers.authorization !== expected) {
      response.writeHead(401).end('{"details":"incorrect username or password"}')
      return
    }
    const scopes = new URL(request.url ?? '', 'http://x').searchParams.getAll('scope')
    const access = scopes
      .map(scope => scope.split(':'))
      .map(([type, name, actions]) => ({ type, name, actions: actions?.split(',') }))
    response.end(JSON.stringify({ token: signedToken(authority, access) }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    server,
    realm: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
  }
}

function pushToken(authority: Certificate): string {
  return signedToken(authority, [{ type: 'repository', name: 'team/checkout', actions: ['pull', 'push'] }])
}

/** A JSON web token as Distribution wants it: ES256, the certificate in `x5c`. */
function signedToken(authority: Certificate, access: readonly object[]): string {
  const now = Math.floor(Date.now() / 1000)
  const der = authority.cert.replace(/-----[^-]+-----|\s/g, '')
  const header = { typ: 'JWT', alg: 'ES256', x5c: [der] }
  const claims = {
    iss: 'test',
    sub: '',
    aud: 'registry',
    exp: now + 300,
    nbf: now - 10,
    iat: now,
    jti: randomUUID(),
    access,
  }
  const body = [header, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const signature = sign('sha256', Buffer.from(body), { key: authority.key, dsaEncoding: 'ieee-p1363' })
  return `${body}.${signature.toString('base64url')}`
}

/** Pushes one image under all tags, with curl: another client than ours. */
function push(
  base: string,
  caFile: string,
  token: string | undefined,
  mode: Mode,
  tags: readonly string[],
): void {
  const login = mode === 'htpasswd' ? ['-u', `${USER.username}:${USER.password}`] : []
  const bearer = token === undefined ? [] : ['-H', `Authorization: Bearer ${token}`]
  const curl = (...args: readonly string[]) =>
    execFileSync('curl', [
      '-sS',
      '--fail',
      '--noproxy',
      '*',
      '--cacert',
      caFile,
      ...login,
      ...bearer,
      ...args,
    ]).toString()
  const repository = `${base}/v2/team/checkout`
  const blob = (text: string) => {
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`
    const location =
      /^location: (.*?)\r?$/im.exec(curl('-i', '-X', 'POST', `${repository}/blobs/uploads/`))?.[1] ?? ''
    const target = new URL(location, base)
    target.searchParams.set('digest', digest)
    curl('-X', 'PUT', '-H', 'Content-Type: application/octet-stream', '--data-binary', text, target.href)
    return { digest, size: Buffer.byteLength(text) }
  }
  const config = { mediaType: 'application/vnd.docker.container.image.v1+json', ...blob(CONFIG) }
  const layers = [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', ...blob('layer') }]
  const type = 'application/vnd.docker.distribution.manifest.v2+json'
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: type, config, layers })
  for (const tag of tags) {
    curl(
      '-X',
      'PUT',
      '-H',
      `Content-Type: ${type}`,
      '--data-binary',
      manifest,
      `${repository}/manifests/${tag}`,
    )
  }
}

const CONFIG = JSON.stringify({
  created: '2026-01-02T03:04:05Z',
  os: 'linux',
  architecture: 'amd64',
  config: {},
})
