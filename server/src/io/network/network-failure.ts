import { failure, isFailure, type ThrownFailure } from '../../flux/failure.ts'

/** Says in our words what a socket, TLS or undici reported. `proxy` is the proxy's host, where one was used. */
export function networkFailure(error: unknown, host: string, proxy: string | undefined): ThrownFailure {
  if (isFailure(error)) return error
  const { code, text } = describe(error)
  const tls = TLS_CODES.find(([pattern]) => pattern.test(`${code} ${text}`))
  if (tls) return failure(tls[1], `${host}: ${tls[2]} (${code})`, error)
  if (proxy !== undefined) {
    const status = /Proxy response \((\d+)\)/.exec(text)?.[1] ?? /Required \((407)\)/.exec(text)?.[1]
    if (status === '407') return failure('E_PROXY_AUTH', `The proxy ${proxy} asks for a login (407).`, error)
    if (status !== undefined)
      return failure('E_PROXY', `The proxy ${proxy} refused to reach ${host} (${status}).`, error)
  }
  const [, kind, words] = PLAIN_CODES.find(([pattern]) => pattern.test(code)) ?? BROKEN
  // The first connection is the proxy's: what fails there is not the registry's fault.
  const isProxys = proxy !== undefined && kind !== 'E_NET'
  const name = isProxys
    ? `the proxy ${proxy}`
    : proxy === undefined
      ? host
      : `${host} (through the proxy ${proxy})`
  return failure(isProxys ? 'E_PROXY' : kind, `${name}: ${words} (${code})`, error)
}

const PLAIN_CODES = [
  [/^(ENOTFOUND|EAI_.*|ENODATA)$/, 'E_DNS', 'no such host'],
  [/^ECONNREFUSED$/, 'E_REFUSED', 'the connection was refused'],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'E_TIMEOUT', 'no answer in time'],
  [/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/, 'E_REFUSED', 'the host cannot be reached'],
  [/^(HPE_|UND_ERR_(HEADERS_OVERFLOW|RES_))/, 'E_NET', 'the answer is not valid HTTP'],
] as const

const BROKEN = [/^/, 'E_NET', 'the connection broke off'] as const

/** OpenSSL's and BoringSSL's words (Electron has the latter). A certificate's fault is reported before all others. */
const TLS_CODES = [
  [
    /WRONG_VERSION_NUMBER|wrong version number|HTTP_REQUEST|http request/,
    'E_TLS_PLAIN',
    'the server speaks plain HTTP, not TLS; "insecure: true" allows that',
  ],
  [
    /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|CRL_HAS_EXPIRED/,
    'E_TLS_EXPIRED',
    'the certificate has expired or is not yet valid',
  ],
  [/ALTNAME_INVALID|HOSTNAME_MISMATCH/, 'E_TLS_NAME', 'the certificate is for another name'],
  [
    /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED|INVALID_CA|CERT_SIGNATURE_FAILURE|CERT_CHAIN_TOO_LONG|CERT_REJECTED|CERT_REVOKED|PATH_LENGTH/,
    'E_TLS_CA',
    'the certificate authority is not trusted; name its file as "ca" of this host in fluxmark.registries',
  ],
  [
    /^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO)|TLS connection was established/,
    'E_TLS',
    'no TLS connection could be agreed on',
  ],
] as const

function describe(error: unknown): { code: string; text: string } {
  if (!(error instanceof Error)) return { code: 'unknown', text: '' }
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string' && code !== 'UND_ERR_SOCKET' && code !== 'UND_ERR_PRX_TLS')
    return { code, text: error.message }
  if (error.cause instanceof Error) return describe(error.cause)
  return { code: typeof code === 'string' ? code : error.name, text: error.message }
}
