import { padded } from './bytes.ts'
import { fractions } from './primes.ts'

/** SHA-256 (FIPS 180-4). */
export function sha256(message: Uint8Array): Uint8Array {
  const view = padded(message, 64)
  const state = Int32Array.from(fractions(8, 2), first32)
  const words = new Int32Array(64)
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + i * 4)
    compress(state, words)
  }
  const digest = new DataView(new ArrayBuffer(32))
  for (const [i, value] of state.entries()) digest.setInt32(i * 4, value)
  return new Uint8Array(digest.buffer)
}

const first32 = (fraction: bigint): number => Number(BigInt.asIntN(32, fraction >> 32n))
const constants = Int32Array.from(fractions(64, 3), first32)

function compress(state: Int32Array, words: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const [before, last] = [word(words, i - 15), word(words, i - 2)]
    const s0 = rotate(before, 7) ^ rotate(before, 18) ^ (before >>> 3)
    const s1 = rotate(last, 17) ^ rotate(last, 19) ^ (last >>> 10)
    words[i] = word(words, i - 16) + s0 + word(words, i - 7) + s1
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + word(constants, i) + word(words, i)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = word(state, i) + value
}

const word = (words: Int32Array, index: number): number => words[index] ?? 0
const rotate = (value: number, bits: number): number => (value >>> bits) | (value << (32 - bits))
