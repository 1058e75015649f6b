import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { adler32 } from '../hash/adler32.ts'
import { fromBytes } from '../hash/bytes.ts'
import { spend } from '../reflect/failure.ts'
import { fn, metered } from '../reflect/function.ts'
import { type GoFunction, stringType } from '../reflect/type.ts'
import { decodeBase32, decodeBase64, encodeBase32, encodeBase64 } from './base-encoding.ts'

const text = [stringType] as const

/** sprig's hashes and encodings. */
export const encodingFunctions: Readonly<Record<string, GoFunction>> = {
  sha1sum: sum(sha1),
  sha256sum: sum(sha256),
  sha512sum: sum(sha512),
  adler32sum: fn(text, stringType, value => String(adler32(fromBytes(value)))),
  b64enc: fn(text, stringType, encodeBase64),
  b64dec: fn(text, stringType, decodeBase64),
  b32enc: fn(text, stringType, encodeBase32),
  b32dec: fn(text, stringType, decodeBase32),
}

function sum(hash: (message: Uint8Array) => Uint8Array): GoFunction {
  return metered(text, stringType, (budget, value) => {
    spend(budget, value.length)
    return bytesToHex(hash(fromBytes(value)))
  })
}
