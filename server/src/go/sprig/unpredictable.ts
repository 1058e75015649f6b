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
  uint32Type,
} from '../reflect/type.ts'
import type { Bytes } from '../utf8.ts'

const certificateType = structOf('sprig.certificate', [
  { name: 'Cert', type: stringType },
  { name: 'Key', type: stringType },
])
const names = [stringType, listType, listType, intType] as const

/**
 * Functions that sprig counts as hermetic though each call gives another result, by chance or by the clock, and those
 * of its cryptography. No message with one can be predicted here, so they end the rendering; `shuffle` and `randInt`
 * not where their answer is always the same.
 */
export const unpredictableFunctions: Readonly<Record<string, GoFunction>> = {
  ago: never('ago', anyType),
  shuffle: fn([stringType], stringType, text => (new Set(text).size <= 1 ? text : unpredictable('shuffle'))),
  randInt: fn([intType, intType], intType, (min, max) => {
    if (max - min <= 0n) panic('invalid argument to Intn')
    return max - min === 1n ? min : unpredictable('randInt')
  }),
  bcrypt: uncomputed('bcrypt', stringType),
  htpasswd: uncomputed('htpasswd', stringType, stringType),
  encryptAES: uncomputed('encryptAES', stringType, stringType),
  decryptAES: uncomputed('decryptAES', stringType, stringType),
  derivePassword: uncomputed('derivePassword', uint32Type, stringType, stringType, stringType, stringType),
  genPrivateKey: uncomputed('genPrivateKey', stringType),
  buildCustomCert: certificate('buildCustomCert', stringType, stringType),
  genCA: certificate('genCA', stringType, intType),
  genCAWithKey: certificate('genCAWithKey', stringType, intType, stringType),
  genSelfSignedCert: certificate('genSelfSignedCert', ...names),
  genSelfSignedCertWithKey: certificate('genSelfSignedCertWithKey', ...names, stringType),
  genSignedCert: certificate('genSignedCert', ...names, certificateType),
  genSignedCertWithKey: certificate('genSignedCertWithKey', ...names, certificateType, stringType),
}

/** Ends the rendering. */
export function unpredictable(name: Bytes): never {
  throw new Failure(`it calls ${name}, and nobody can tell the result before Flux calls it`, 'limit')
}

/** Ends the rendering: the function is none of those that are computed here. */
function uncomputed(name: Bytes, ...params: readonly GoType[]): GoFunction {
  const refuse = () => {
    throw new Failure(`it calls ${name}, and the result of cryptography is not predicted here`, 'limit')
  }
  return { ...fn([], stringType, refuse), params }
}

function never(name: Bytes, ...params: readonly GoType[]): GoFunction {
  return { ...fn([], stringType, () => unpredictable(name)), params }
}

function certificate(name: Bytes, ...params: readonly GoType[]): GoFunction {
  return { ...uncomputed(name, ...params), result: certificateType }
}
