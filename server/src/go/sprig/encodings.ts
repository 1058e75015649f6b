import { adler32 } from '../hash/adler32.ts'
import { decryptAes256Cbc } from '../hash/aes.ts'
import { fromBytes, hex, toBytes } from '../hash/bytes.ts'
import { sha1 } from '../hash/sha1.ts'
import { sha256 } from '../hash/sha256.ts'
import { sha512 } from '../hash/sha512.ts'
import { panic, spend } from '../reflect/failure.ts'
import { fn, metered } from '../reflect/function.ts'
import { type GoFunction, stringType, uint32Type } from '../reflect/type.ts'
import type { Bytes } from '../utf8.ts'
import { decodeBase32, decodeBase64, encodeBase32, encodeBase64 } from './base-encoding.ts'
import { derivePassword } from './derive-password.ts'

const text = [stringType] as const

/** sprig's hashes, encodings and what of crypto.go is the same every time. */
export const encodingFunctions: Readonly<Record<string, GoFunction>> = {
  sha1sum: metered(text, stringType, (budget, value) => {
    spend(budget, value.length)
    return hex(sha1(fromBytes(value)))
  }),
  sha256sum: metered(text, stringType, (budget, value) => {
    spend(budget, value.length)
    return hex(sha256(fromBytes(value)))
  }),
  // In 64-bit arithmetic, which is slow in JavaScript.
  sha512sum: metered(text, stringType, (budget, value) => {
    spend(budget, 30 * value.length)
    return hex(sha512(fromBytes(value)))
  }),
  adler32sum: fn(text, stringType, value => String(adler32(fromBytes(value)))),
  b64enc: fn(text, stringType, encodeBase64),
  b64dec: fn(text, stringType, decodeBase64),
  b32enc: fn(text, stringType, encodeBase32),
  b32dec: fn(text, stringType, decodeBase32),
  derivePassword: metered(
    [uint32Type, stringType, stringType, stringType, stringType],
    stringType,
    (budget, counter, kind, password, user, site) => {
      spend(budget, 20_000_000)
      return derivePassword(Number(counter), kind, password, user, site)
    },
  ),
  decryptAES: metered([stringType, stringType], stringType, (budget, password, encrypted) => {
    spend(budget, 200_000 + 100 * encrypted.length)
    return decryptAes(password, encrypted)
  }),
}

function decryptAes(password: Bytes, encrypted: Bytes): Bytes {
  if (encrypted === '') return ''
  const key = new Uint8Array(32)
  key.set(fromBytes(password.slice(0, 32)))
  const decoded = decodeBase64(encrypted)
  if (decoded.startsWith('illegal base64')) panic(decoded)
  const crypt = fromBytes(decoded)
  // Go sees the room that it made for what base64 could have held at most.
  const room = Math.floor(encrypted.length / 4) * 3
  if (room < 16) panic(`runtime error: slice bounds out of range [:16] with capacity ${room}`)
  if (crypt.length < 16) panic(`runtime error: slice bounds out of range [16:${crypt.length}]`)
  if (crypt.length % 16 !== 0) panic('crypto/cipher: input not full blocks')
  if (crypt.length === 16) panic('runtime error: index out of range [-1]')
  const plain = decryptAes256Cbc(key, crypt.subarray(0, 16), crypt.subarray(16))
  const size = plain.length - (plain.at(-1) ?? 0)
  if (size < 0) panic(`runtime error: slice bounds out of range [:${size}]`)
  return toBytes(plain.subarray(0, size))
}
