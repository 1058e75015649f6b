import type { Bytes } from '../utf8.ts'
import { percent } from './escape.ts'
import type { Url, User } from './parse.ts'

/** `URL.String`. */
export function showUrl({ scheme, opaque, user, host, path, query, fragment }: Url): Bytes {
  let text = scheme === '' ? '' : `${scheme}:`
  if (opaque !== '') text += opaque
  else {
    const hasAuthority = host !== '' || user !== undefined
    if (hasAuthority || (scheme !== '' && path !== '')) {
      text += `//${user === undefined ? '' : `${showUser(user)}@`}${escaped(host, /[^A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/g)}`
    }
    const shown = path === '*' ? path : escaped(path, /[^A-Za-z0-9\-_.~$&+,/:;=@]/g)
    if (shown !== '' && !shown.startsWith('/') && host !== '') text += '/'
    // A colon in the first segment would read as a scheme.
    if (text === '' && shown.split('/')[0]?.includes(':') === true) text += './'
    text += shown
  }
  if (query !== '') text += `?${query}`
  return fragment === '' ? text : `${text}#${escaped(fragment, /[^A-Za-z0-9\-_.~$&+,/:;=?@!()*]/g)}`
}

/** `Userinfo.String`. */
export function showUser({ name, password }: User): Bytes {
  const show = (text: Bytes): Bytes => escaped(text, /[^A-Za-z0-9\-_.~$&+,;=]/g)
  return password === undefined ? show(name) : `${show(name)}:${show(password)}`
}

const escaped = (text: Bytes, pattern: RegExp): Bytes => text.replace(pattern, percent)
