import type { Bytes } from '../utf8.ts'

/** The bytes as numbers. */
export function fromBytes(bytes: Bytes): Uint8Array {
  return Uint8Array.from(bytes, byte => byte.charCodeAt(0))
}

export function toBytes(numbers: Uint8Array): Bytes {
  let bytes = ''
  for (const number of numbers) bytes += String.fromCharCode(number)
  return bytes
}

/** In hexadecimal, lower case. */
export function hex(numbers: Uint8Array): string {
  return Array.from(numbers, number => number.toString(16).padStart(2, '0')).join('')
}

/** A message with the padding that SHA-1 and SHA-2 share: a one bit, zeros, and its length in bits. */
export function padded(message: Uint8Array, block: 64 | 128): DataView {
  const lengthSize = block / 8
  const size = Math.ceil((message.length + 1 + lengthSize) / block) * block
  const bytes = new Uint8Array(size)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setBigUint64(size - 8, BigInt(message.length) * 8n)
  return view
}
