import { sha256 } from './sha256.ts'

/** HMAC (RFC 2104) with SHA-256. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(64)
  block.set(key.length > 64 ? sha256(key) : key)
  const inner = new Uint8Array(64 + message.length)
  inner.set(block.map(byte => byte ^ 0x36))
  inner.set(message, 64)
  const outer = new Uint8Array(96)
  outer.set(block.map(byte => byte ^ 0x5c))
  outer.set(sha256(inner), 64)
  return sha256(outer)
}
