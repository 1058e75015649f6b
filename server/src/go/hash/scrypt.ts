import { hmacSha256 } from './hmac.ts'

/** scrypt (RFC 7914) with the parameters of sprig's `derivePassword`: N = 32768, r = 8, p = 2, 64 bytes. */
export function scrypt(password: Uint8Array, salt: Uint8Array): Uint8Array {
  const blocks = pbkdf2(password, salt, parallel * blockSize)
  for (let at = 0; at < blocks.length; at += blockSize) mixRows(blocks.subarray(at, at + blockSize))
  return pbkdf2(password, blocks, 64)
}

const rows = 32768
const parallel = 2
const blockSize = 1024
const wordsInBlock = blockSize / 4

/** PBKDF2 with HMAC-SHA-256 and one iteration. */
function pbkdf2(password: Uint8Array, salt: Uint8Array, size: number): Uint8Array {
  const derived = new Uint8Array(size)
  const input = new Uint8Array(salt.length + 4)
  input.set(salt)
  for (let index = 1; (index - 1) * 32 < size; index++) {
    new DataView(input.buffer).setUint32(salt.length, index)
    derived.set(hmacSha256(password, input), (index - 1) * 32)
  }
  return derived
}

/** scryptROMix. */
function mixRows(block: Uint8Array): void {
  const view = new DataView(block.buffer, block.byteOffset, block.length)
  const words = new Int32Array(wordsInBlock)
  for (let i = 0; i < wordsInBlock; i++) words[i] = view.getInt32(i * 4, true)
  const table = new Int32Array(rows * wordsInBlock)
  const scratch = new Int32Array(wordsInBlock)
  for (let row = 0; row < rows; row++) {
    table.set(words, row * wordsInBlock)
    mixBlock(words, scratch)
  }
  for (let row = 0; row < rows; row++) {
    const at = ((words[wordsInBlock - 16] ?? 0) & (rows - 1)) * wordsInBlock
    for (let i = 0; i < wordsInBlock; i++) words[i] = (words[i] ?? 0) ^ (table[at + i] ?? 0)
    mixBlock(words, scratch)
  }
  for (let i = 0; i < wordsInBlock; i++) view.setInt32(i * 4, words[i] ?? 0, true)
}

/** scryptBlockMix: the even parts come first, then the odd ones. */
function mixBlock(words: Int32Array, scratch: Int32Array): void {
  const part = words.slice(wordsInBlock - 16)
  for (let index = 0; index < wordsInBlock / 16; index++) {
    for (let i = 0; i < 16; i++) part[i] = (part[i] ?? 0) ^ (words[index * 16 + i] ?? 0)
    salsa(part)
    scratch.set(part, (index >> 1) * 16 + (index & 1) * (wordsInBlock / 2))
  }
  words.set(scratch)
}

/** Salsa20/8: four double rounds over columns and rows, in variables because this is most of the time. */
function salsa(words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = words
  let [i = 0, j = 0, k = 0, l = 0, m = 0, n = 0, o = 0, p = 0] = words.subarray(8)
  for (let round = 0; round < 4; round++) {
    e ^= rotate(a + m, 7)
    i ^= rotate(e + a, 9)
    m ^= rotate(i + e, 13)
    a ^= rotate(m + i, 18)
    j ^= rotate(f + b, 7)
    n ^= rotate(j + f, 9)
    b ^= rotate(n + j, 13)
    f ^= rotate(b + n, 18)
    o ^= rotate(k + g, 7)
    c ^= rotate(o + k, 9)
    g ^= rotate(c + o, 13)
    k ^= rotate(g + c, 18)
    d ^= rotate(p + l, 7)
    h ^= rotate(d + p, 9)
    l ^= rotate(h + d, 13)
    p ^= rotate(l + h, 18)
    b ^= rotate(a + d, 7)
    c ^= rotate(b + a, 9)
    d ^= rotate(c + b, 13)
    a ^= rotate(d + c, 18)
    g ^= rotate(f + e, 7)
    h ^= rotate(g + f, 9)
    e ^= rotate(h + g, 13)
    f ^= rotate(e + h, 18)
    l ^= rotate(k + j, 7)
    i ^= rotate(l + k, 9)
    j ^= rotate(i + l, 13)
    k ^= rotate(j + i, 18)
    m ^= rotate(p + o, 7)
    n ^= rotate(m + p, 9)
    o ^= rotate(n + m, 13)
    p ^= rotate(o + n, 18)
  }
  const sums = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
  for (let index = 0; index < 16; index++) words[index] = (words[index] ?? 0) + (sums[index] ?? 0)
}

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))
