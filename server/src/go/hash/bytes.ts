import type { Bytes } from '../utf8.ts'

/** The bytes as numbers. */
export function fromBytes(bytes: Bytes): Uint8Array {
  const numbers = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at++) numbers[at] = bytes.charCodeAt(at)
  return numbers
}
