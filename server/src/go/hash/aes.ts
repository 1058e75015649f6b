/** AES-256 in CBC mode, decrypting (FIPS 197): `cipher` is a whole number of blocks of 16 bytes. */
export function decryptAes256Cbc(key: Uint8Array, iv: Uint8Array, cipher: Uint8Array): Uint8Array {
  // Made anew each time: nobody waits for them at the start.
  const box = substitution()
  const inverse = Uint8Array.from({ length: 256 }, (_, value) => box.indexOf(value))
  const keys = expandKey(key, box)
  const plain = new Uint8Array(cipher.length)
  for (let at = 0; at < cipher.length; at += 16) {
    const before = at === 0 ? iv : cipher.subarray(at - 16, at)
    const block = decryptBlock(keys, inverse, cipher.subarray(at, at + 16))
    for (let i = 0; i < 16; i++) plain[at + i] = (block[i] ?? 0) ^ (before[i] ?? 0)
  }
  return plain
}

const rounds = 14

/** Multiplication in GF(2⁸). */
function multiply(a: number, b: number): number {
  let product = 0
  for (let bit = 0, factor = a; bit < 8; bit++) {
    if ((b >> bit) & 1) product ^= factor
    factor = (factor << 1) ^ (factor & 0x80 ? 0x11b : 0)
  }
  return product
}

/** The substitution box. */
function substitution(): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    let inverse = 0
    for (let candidate = 1; candidate < 256 && inverse === 0; candidate++) {
      if (multiply(byte, candidate) === 1) inverse = candidate
    }
    const doubled = inverse | (inverse << 8)
    return (inverse ^ (doubled >> 4) ^ (doubled >> 5) ^ (doubled >> 6) ^ (doubled >> 7) ^ 0x63) & 0xff
  })
}

/** The round keys, 16 bytes each. */
function expandKey(key: Uint8Array, box: Uint8Array): Uint8Array {
  const keys = new Uint8Array(16 * (rounds + 1))
  keys.set(key)
  let constant = 1
  for (let at = 32; at < keys.length; at += 4) {
    let word = Array.from(keys.subarray(at - 4, at))
    if (at % 32 === 0) {
      word = [...word.slice(1), ...word.slice(0, 1)].map(byte => box[byte] ?? 0)
      word[0] = (word[0] ?? 0) ^ constant
      constant = multiply(constant, 2)
    } else if (at % 32 === 16) word = word.map(byte => box[byte] ?? 0)
    for (let i = 0; i < 4; i++) keys[at + i] = (keys[at + i - 32] ?? 0) ^ (word[i] ?? 0)
  }
  return keys
}

function decryptBlock(keys: Uint8Array, inverse: Uint8Array, cipher: Uint8Array): Uint8Array {
  let state = addKey(cipher, keys, rounds)
  for (let round = rounds - 1; round >= 0; round--) {
    const source = state
    // Rows shift back, bytes are substituted back.
    const shifted = source.map((_, i) => inverse[source[(i - 4 * (i % 4) + 16) % 16] ?? 0] ?? 0)
    state = addKey(shifted, keys, round)
    if (round > 0) state = mixColumnsBack(state)
  }
  return state
}

function addKey(block: Uint8Array, keys: Uint8Array, round: number): Uint8Array {
  return block.map((byte, i) => byte ^ (keys[round * 16 + i] ?? 0))
}

function mixColumnsBack(state: Uint8Array): Uint8Array {
  const factors = [14, 11, 13, 9]
  return state.map((_, i) => {
    const [column, row] = [i - (i % 4), i % 4]
    let sum = 0
    for (let k = 0; k < 4; k++) sum ^= multiply(state[column + ((row + k) % 4)] ?? 0, factors[k] ?? 0)
    return sum
  })
}
