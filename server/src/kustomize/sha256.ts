import type { Bytes } from '../go/utf8.ts'

/** The SHA-256 of bytes, in hexadecimal (FIPS 180-4). */
export function sha256(bytes: Bytes): string {
  const state = [...initial]
  const words = padded(bytes)
  for (let start = 0; start < words.length; start += 16) compress(state, words, start)
  return state.map(word => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** The message in 32-bit words, with a one bit, zeros and its length in bits behind it. */
function padded(bytes: Bytes): readonly number[] {
  const words = new Array<number>(((bytes.length + 8) >> 6) * 16 + 16).fill(0)
  const put = (index: number, byte: number) => {
    words[index >> 2] = (words[index >> 2] ?? 0) | (byte << (24 - (index & 3) * 8))
  }
  for (let i = 0; i < bytes.length; i++) put(i, bytes.charCodeAt(i))
  put(bytes.length, 0x80)
  words[words.length - 2] = Math.floor(bytes.length / 2 ** 29)
  words[words.length - 1] = bytes.length << 3
  return words
}

function compress(state: number[], words: readonly number[], start: number): void {
  const w = words.slice(start, start + 16)
  const at = (index: number) => w[index] ?? 0
  for (let i = 16; i < 64; i++) {
    const a = at(i - 15)
    const b = at(i - 2)
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10)
    w.push((at(i - 16) + s0 + at(i - 7) + s1) | 0)
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] ?? 0) + at(i)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = ((state[i] ?? 0) + word) | 0
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

/** The first 32 bits of the fractional parts of the roots of the first primes: square roots, and cube roots. */
const primes = Array.from({ length: 312 }, (_, n) => n).filter(
  n => n > 1 && Array.from({ length: n - 2 }, (_, d) => d + 2).every(d => n % d !== 0),
)
const initial = primes.slice(0, 8).map(prime => fraction(Math.sqrt(prime)))
const constants = primes.slice(0, 64).map(prime => fraction(Math.cbrt(prime)))

function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0
}
