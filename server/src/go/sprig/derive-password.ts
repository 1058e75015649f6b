import { fromBytes } from '../hash/bytes.ts'
import { hmacSha256 } from '../hash/hmac.ts'
import { scrypt } from '../hash/scrypt.ts'
import type { Bytes } from '../utf8.ts'

/** sprig's `derivePassword`: the algorithm of Master Password. */
export function derivePassword(
  counter: number,
  kind: Bytes,
  password: Bytes,
  user: Bytes,
  site: Bytes,
): Bytes {
  const templates = passwordTemplates[kind]
  if (templates === undefined) return `cannot find password template ${kind}`
  const key = scrypt(fromBytes(password), fromBytes(seedText + uint32(user.length) + user))
  const seed = hmacSha256(key, fromBytes(seedText + uint32(site.length) + site + uint32(counter)))
  const template = templates[(seed[0] ?? 0) % templates.length] ?? ''
  return Array.from(template, (letter, index) => {
    const characters = templateCharacters[letter] ?? ''
    return characters[(seed[index + 1] ?? 0) % characters.length]
  }).join('')
}

const seedText = 'com.lyndir.masterpassword'

const uint32 = (number: number): Bytes =>
  String.fromCharCode((number >>> 24) & 255, (number >>> 16) & 255, (number >>> 8) & 255, number & 255)

const passwordTemplates: Readonly<Record<string, readonly string[]>> = {
  maximum: ['anoxxxxxxxxxxxxxxxxx', 'axxxxxxxxxxxxxxxxxno'],
  long: [
    'CvcvnoCvcvCvcv',
    'CvcvCvcvnoCvcv',
    'CvcvCvcvCvcvno',
    'CvccnoCvcvCvcv',
    'CvccCvcvnoCvcv',
    'CvccCvcvCvcvno',
    'CvcvnoCvccCvcv',
    'CvcvCvccnoCvcv',
    'CvcvCvccCvcvno',
    'CvcvnoCvcvCvcc',
    'CvcvCvcvnoCvcc',
    'CvcvCvcvCvccno',
    'CvccnoCvccCvcv',
    'CvccCvccnoCvcv',
    'CvccCvccCvcvno',
    'CvcvnoCvccCvcc',
    'CvcvCvccnoCvcc',
    'CvcvCvccCvccno',
    'CvccnoCvcvCvcc',
    'CvccCvcvnoCvcc',
    'CvccCvcvCvccno',
  ],
  medium: ['CvcnoCvc', 'CvcCvcno'],
  short: ['Cvcn'],
  basic: ['aaanaaan', 'aannaaan', 'aaannaaa'],
  pin: ['nnnn'],
}

const templateCharacters: Readonly<Record<string, string>> = {
  V: 'AEIOU',
  C: 'BCDFGHJKLMNPQRSTVWXYZ',
  v: 'aeiou',
  c: 'bcdfghjklmnpqrstvwxyz',
  A: 'AEIOUBCDFGHJKLMNPQRSTVWXYZ',
  a: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz',
  n: '0123456789',
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()',
}
