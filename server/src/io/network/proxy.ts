import { addressClass } from '../registry/contact/address.ts'

/** The user's proxy settings: `http.*` of the editor, or nothing for the command line, which has its environment. */
export interface ProxySettings {
  /** `http.proxy`; wins over the environment. */
  readonly url?: string
  /** `http.noProxy`; where it is empty, NO_PROXY counts. */
  readonly noProxy?: readonly string[]
  /** `http.proxyAuthorization`: the value of the Proxy-Authorization header. */
  readonly authorization?: string
  /** `http.proxyStrictSSL`: whether the proxy's own certificate is verified; true where absent. */
  readonly strictSSL?: boolean
  /** `http.proxySupport`; `off` means no proxy at all, the environment's neither. */
  readonly support?: string
}

/** The environment of the process, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy for a URL, or undefined for a direct connection. As in Go's `httpproxy`, this machine is always
 * reached directly, a request under HTTP_PROXY's CGI trap is not proxied, and NO_PROXY takes host names (with
 * their subdomains), `.suffix`, `*.suffix`, `host:port`, addresses, CIDR blocks and `*`.
 */
export function proxyFor(url: URL, settings: ProxySettings, env: Environment): URL | undefined {
  if (settings.support === 'off' || addressClass(url.hostname) === 'loopback') return undefined
  const text = settings.url || fromEnvironment(url, env)
  if (!text) return undefined
  const noProxy = settings.noProxy?.length
    ? settings.noProxy
    : (env.no_proxy ?? env.NO_PROXY ?? '').split(',')
  if (noProxy.some(entry => isExcluded(url, entry.trim().toLowerCase()))) return undefined
  const proxy = text.includes('://') ? text : `http://${text}`
  return URL.canParse(proxy) ? new URL(proxy) : undefined
}

function fromEnvironment(url: URL, env: Environment): string | undefined {
  const all = env.all_proxy || env.ALL_PROXY
  if (url.protocol === 'https:') return env.https_proxy || env.HTTPS_PROXY || all
  // Under CGI, HTTP_PROXY comes from a request's Proxy header.
  return env.http_proxy || (env.REQUEST_METHOD === undefined ? env.HTTP_PROXY : undefined) || all
}

function isExcluded(url: URL, entry: string): boolean {
  if (entry === '') return false
  if (entry === '*') return true
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const [, name = entry, entryPort] = /^(.*?|\[.*\]):(\d+)$/.exec(entry) ?? []
  if (entryPort !== undefined && entryPort !== port) return false
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const suffix = name.replace(/^\*?\./, '').replace(/^\[(.*)\]$/, '$1')
  if (name.includes('/')) return isInBlock(host, name)
  return host.endsWith(`.${suffix}`) || (host === suffix && !/^\*?\./.test(name))
}

/** Whether an IPv4 literal lies in a CIDR block. */
function isInBlock(host: string, block: string): boolean {
  const [net = '', bits = ''] = block.split('/')
  const address = toNumber(host)
  const base = toNumber(net)
  if (address === undefined || base === undefined || !/^\d+$/.test(bits)) return false
  const size = 2 ** (32 - Number(bits))
  return Math.floor(address / size) === Math.floor(base / size)
}

function toNumber(ipv4: string): number | undefined {
  if (!/^\d+(\.\d+){3}$/.test(ipv4)) return undefined
  return ipv4.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}
