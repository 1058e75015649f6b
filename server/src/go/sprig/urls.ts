import { isGoError } from '../go-error.ts'
import { panic } from '../reflect/failure.ts'
import { fn } from '../reflect/function.ts'
import { type Any, type Dict, dictType, type GoFunction, stringType } from '../reflect/type.ts'
import { ofString, toMap } from '../reflect/value.ts'
import { parseUrl, type User } from '../url/parse.ts'
import { showUrl, showUser } from '../url/show.ts'
import type { Bytes } from '../utf8.ts'

/** sprig's `urlParse` and `urlJoin` (url.go), and `fail`. */
export const urlFunctions: Readonly<Record<string, GoFunction>> = {
  urlParse: fn([stringType], dictType, parse),
  urlJoin: fn([dictType], stringType, join),
  fail: fn([stringType], stringType, message => panic(message)),
}

function parse(text: Bytes): Dict {
  const url = parseUrl(text)
  if (isGoError(url)) return panic(`unable to parse url: ${url.err}`)
  const { scheme, host, path, query, opaque, fragment, user } = url
  const hostname = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:[0-9]*$/, '')
  const userinfo = user === undefined ? '' : showUser(user)
  const parts = { scheme, host, hostname, path, query, opaque, fragment, userinfo }
  return toMap(Object.entries(parts).map(([key, value]) => [key, ofString(value)]))
}

function join(d: Dict): Bytes {
  const part = (key: Bytes): Bytes => {
    const value = d?.get(key)
    if (value === undefined) return ''
    const found = value.value as Any
    if (found === undefined) return panic('runtime error: invalid memory address or nil pointer dereference')
    return found.type.kind === 'string'
      ? (found.data as Bytes)
      : panic(`unable to parse ${key} key, must be of type string, but ${found.type.kind} found`)
  }
  const url = {
    scheme: part('scheme'),
    host: part('host'),
    path: part('path'),
    query: part('query'),
    opaque: part('opaque'),
    fragment: part('fragment'),
  }
  return showUrl({ ...url, user: userOf(part('userinfo')) })
}

function userOf(userinfo: Bytes): User | undefined {
  if (userinfo === '') return undefined
  const url = parseUrl(`proto://${userinfo}@host`)
  return isGoError(url) ? panic(`unable to parse userinfo in dict: ${url.err}`) : url.user
}
