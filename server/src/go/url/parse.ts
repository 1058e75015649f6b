import { isIPv4, isIPv6 } from '../authority.ts'
import type { GoError } from '../go-error.ts'
import { isGoError } from '../go-error.ts'
import { quote } from '../strconv/quote.ts'
import type { Bytes } from '../utf8.ts'

/** `url.URL`. */
export interface Url {
  readonly scheme: Bytes
  readonly opaque: Bytes
  readonly user: User | undefined
  readonly host: Bytes
  readonly path: Bytes
  readonly query: Bytes
  readonly fragment: Bytes
}

export interface User {
  readonly name: Bytes
  readonly password: Bytes | undefined
}

/** `url.Parse`. */
export function parseUrl(text: Bytes): Url | GoError {
  const hash = text.indexOf('#')
  const before = hash < 0 ? text : text.slice(0, hash)
  const url = parseWithoutFragment(before)
  if (isGoError(url)) return { err: `parse ${quote(before)}: ${url.err}` }
  const fragment = decodePercent(hash < 0 ? '' : text.slice(hash + 1), 'fragment')
  return typeof fragment === 'string'
    ? { ...url, fragment }
    : { err: `parse ${quote(text)}: ${fragment.err}` }
}

const none = { scheme: '', opaque: '', user: undefined, host: '', path: '', query: '', fragment: '' }

function parseWithoutFragment(text: Bytes): Url | GoError {
  if (/[\x00-\x1f\x7f]/.test(text)) return { err: 'net/url: invalid control character in URL' }
  if (text === '*') return { ...none, path: '*' }
  if (text.startsWith(':')) return { err: 'missing protocol scheme' }
  const given = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]
  const scheme = (given ?? '').toLowerCase()
  const behind = given === undefined ? text : text.slice(given.length + 1)
  const mark = behind.indexOf('?')
  const query = mark < 0 ? '' : behind.slice(mark + 1)
  const rest = mark < 0 ? behind : behind.slice(0, mark)
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...none, scheme, query, opaque: rest }
    if (rest.split('/')[0]?.includes(':') === true) {
      return { err: 'first path segment in URL cannot contain colon' }
    }
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'))
  const slash = hasAuthority ? rest.indexOf('/', 2) : 0
  const authority = hasAuthority
    ? parseAuthority(scheme, rest.slice(2, slash < 0 ? undefined : slash))
    : { user: undefined, host: '' }
  if (isGoError(authority)) return authority
  const path = decodePercent(slash < 0 ? '' : rest.slice(slash), 'path')
  return typeof path === 'string' ? { ...none, ...authority, scheme, query, path } : path
}

function parseAuthority(scheme: Bytes, authority: Bytes): Pick<Url, 'user' | 'host'> | GoError {
  const at = authority.lastIndexOf('@')
  const host = parseHost(scheme, authority.slice(at + 1))
  if (typeof host !== 'string') return host
  if (at < 0) return { user: undefined, host }
  const info = authority.slice(0, at)
  if (/[^A-Za-z0-9\-._:~!$&'()*+,;=%@]/.test(info)) return { err: 'net/url: invalid userinfo' }
  const colon = info.indexOf(':')
  const name = decodePercent(colon < 0 ? info : info.slice(0, colon), 'user')
  if (typeof name !== 'string') return name
  if (colon < 0) return { user: { name, password: undefined }, host }
  const password = decodePercent(info.slice(colon + 1), 'user')
  return typeof password === 'string' ? { user: { name, password }, host } : password
}

function parseHost(scheme: Bytes, host: Bytes): Bytes | GoError {
  const open = host.lastIndexOf('[')
  if (open > 0) return { err: 'invalid IP-literal' }
  const isBracketed = open === 0
  const close = host.lastIndexOf(']')
  if (isBracketed && close < 0) return { err: "missing ']' in host" }
  // Only the web's own schemes may have no colon but that of the port: `pg://a:1,b:2` names two hosts.
  const colon = scheme === 'http' || scheme === 'https' ? host.indexOf(':') : host.lastIndexOf(':')
  const port = isBracketed ? host.slice(close + 1) : colon < 0 ? '' : host.slice(colon)
  if (!/^(?::[0-9]*)?$/.test(port)) return { err: `invalid port ${quote(port)} after host` }
  const decoded = decodePercent(host, 'host')
  if (!isBracketed || typeof decoded !== 'string') return decoded
  const address = decoded.slice(1, decoded.lastIndexOf(']'))
  if (isIPv4(address)) return { err: 'invalid IP-literal' }
  return isIPv6(address.replace(/%.+$/, ''))
    ? decoded
    : { err: `invalid host: ParseAddr(${quote(address)}): unable to parse IP` }
}

type Part = 'path' | 'user' | 'host' | 'fragment'

/** Package url's `unescape`: percent signs are decoded; a host may hold only those of other bytes than ASCII. */
function decodePercent(text: Bytes, part: Part): Bytes | GoError {
  let result = ''
  for (let index = 0; index < text.length; index++) {
    const byte = text[index] ?? ''
    if (byte !== '%') {
      if (part === 'host' && byte < '\x80' && /[^A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/.test(byte)) {
        return { err: `invalid character ${quote(byte)} in host name` }
      }
      result += byte
      continue
    }
    const escaped = text.slice(index, index + 3)
    if (!/^%[0-9a-f]{2}$/i.test(escaped)) return { err: `invalid URL escape ${quote(escaped)}` }
    const code = Number.parseInt(escaped.slice(1), 16)
    if (part === 'host' && code < 0x80 && escaped !== '%25')
      return { err: `invalid URL escape ${quote(escaped)}` }
    result += String.fromCharCode(code)
    index += 2
  }
  return result
}
