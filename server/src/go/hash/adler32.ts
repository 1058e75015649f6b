/** Adler-32 (RFC 1950). */
export function adler32(message: Uint8Array): number {
  let [low, high] = [1, 0]
  for (const byte of message) {
    low = (low + byte) % 65521
    high = (high + low) % 65521
  }
  return high * 65536 + low
}
