import { padded } from './bytes.ts'
import { fractions } from './primes.ts'

/** SHA-512 (FIPS 180-4). */
export function sha512(message: Uint8Array): Uint8Array {
  const view = padded(message, 128)
  const state = [...fractions(8, 2)]
  const words: bigint[] = []
  for (let at = 0; at < view.byteLength; at += 128) {
    for (let i = 0; i < 16; i++) words[i] = view.getBigUint64(at + i * 8)
    compress(state, words)
  }
  const digest = new DataView(new ArrayBuffer(64))
  for (const [i, value] of state.entries()) digest.setBigUint64(i * 8, value)
  return new Uint8Array(digest.buffer)
}

const constants = fractions(80, 3)

function compress(state: bigint[], words: bigint[]): void {
  for (let i = 16; i < 80; i++) {
    const [before, last] = [word(words, i - 15), word(words, i - 2)]
    const s0 = rotate(before, 1n) ^ rotate(before, 8n) ^ (before >> 7n)
    const s1 = rotate(last, 19n) ^ rotate(last, 61n) ^ (last >> 6n)
    words[i] = wrap(word(words, i - 16) + s0 + word(words, i - 7) + s1)
  }
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state
  for (let i = 0; i < 80; i++) {
    const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n)
    const t1 = h + s1 + ((e & f) ^ (wrap(~e) & g)) + word(constants, i) + word(words, i)
    const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n)
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c))
    h = g
    g = f
    f = e
    e = wrap(d + t1)
    d = c
    c = b
    b = a
    a = wrap(t1 + t2)
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = wrap(word(state, i) + value)
}

const word = (words: readonly bigint[], index: number): bigint => words[index] ?? 0n
const wrap = (value: bigint): bigint => BigInt.asUintN(64, value)
const rotate = (value: bigint, bits: bigint): bigint => wrap((value >> bits) | (value << (64n - bits)))
