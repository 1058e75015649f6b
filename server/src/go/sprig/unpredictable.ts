import { Failure, panic } from '../reflect/failure.ts'
import { fn } from '../reflect/function.ts'
import {
  anyType,
  type GoFunction,
  type GoType,
  intType,
  listType,
  stringType,
  structOf,
} from '../reflect/type.ts'
import type { Bytes } from '../utf8.ts'
import { decodeBase64 } from './base-encoding.ts'

const certificateType = structOf('sprig.certificate', [
  { name: 'Cert', type: stringType },
  { name: 'Key', type: stringType },
])
const names = [stringType, listType, listType, intType] as const

/**
 * Functions that sprig counts as hermetic though each call gives another result, by chance or by the clock. No
 * message with one can be foretold, so they end the rendering; but not where their answer is always the same.
 */
export const unpredictableFunctions: Readonly<Record<string, GoFunction>> = {
  ago: never('ago', anyType),
  shuffle: fn([stringType], stringType, text => (new Set(text).size <= 1 ? text : unpredictable('shuffle'))),
  randInt: fn([intType, intType], intType, (min, max) => {
    if (max - min <= 0n) panic('invalid argument to Intn')
    return max - min === 1n ? min : unpredictable('randInt')
  }),
  bcrypt: fn([stringType], stringType, text => (text.length > 72 ? bcryptTooLong : unpredictable('bcrypt'))),
  htpasswd: fn([stringType, stringType], stringType, (user, password) => {
    if (user.includes(':')) return `invalid username: ${user}`
    return password.length > 72 ? `${user}:${bcryptTooLong}` : unpredictable('htpasswd')
  }),
  encryptAES: fn([stringType, stringType], stringType, (_, text) =>
    text === '' ? '' : unpredictable('encryptAES'),
  ),
  genPrivateKey: fn([stringType], stringType, kind =>
    ['', 'rsa', 'dsa', 'ecdsa', 'ed25519'].includes(kind)
      ? unpredictable('genPrivateKey')
      : `Unknown type ${kind}`,
  ),
  buildCustomCert: fn([stringType, stringType], certificateType, (cert, key) => {
    const decoded = decodeBase64(cert)
    if (decoded.startsWith('illegal base64')) panic('unable to decode base64 certificate')
    if (decodeBase64(key).startsWith('illegal base64')) panic('unable to decode base64 private key')
    return decoded.includes('-----BEGIN')
      ? unpredictable('buildCustomCert')
      : panic('unable to decode certificate')
  }),
  genCA: certificate('genCA', stringType, intType),
  genCAWithKey: certificate('genCAWithKey', stringType, intType, stringType),
  genSelfSignedCert: certificate('genSelfSignedCert', ...names),
  genSelfSignedCertWithKey: certificate('genSelfSignedCertWithKey', ...names, stringType),
  genSignedCert: certificate('genSignedCert', ...names, certificateType),
  genSignedCertWithKey: certificate('genSignedCertWithKey', ...names, certificateType, stringType),
}

const bcryptTooLong = 'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes'

/** Ends the rendering. */
export function unpredictable(name: Bytes): never {
  throw new Failure(`nobody can tell the result of ${name} before Flux calls it`, 'limit')
}

function never(name: Bytes, ...params: readonly GoType[]): GoFunction {
  return { ...fn([], stringType, () => unpredictable(name)), params }
}

function certificate(name: Bytes, ...params: readonly GoType[]): GoFunction {
  return { ...never(name, ...params), result: certificateType }
}
