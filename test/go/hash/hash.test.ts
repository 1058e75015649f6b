import assert from 'node:assert/strict'
import { createCipheriv, createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { decryptAes256Cbc } from '../../../server/src/go/hash/aes.ts'
import { hex } from '../../../server/src/go/hash/bytes.ts'
import { hmacSha256 } from '../../../server/src/go/hash/hmac.ts'
import { sha1 } from '../../../server/src/go/hash/sha1.ts'
import { sha256 } from '../../../server/src/go/hash/sha256.ts'
import { sha512 } from '../../../server/src/go/hash/sha512.ts'

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 7 + length) % 256)

test('hashes are those of Node, around the lengths where padding changes', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 128, 1000]) {
    const message = bytes(length)
    for (const [name, hash] of Object.entries({ sha1, sha256, sha512 })) {
      assert.equal(hex(hash(message)), createHash(name).update(message).digest('hex'), `${name} of ${length}`)
    }
    const expected = createHmac('sha256', bytes(70)).update(message).digest('hex')
    assert.equal(hex(hmacSha256(bytes(70), message)), expected)
  }
})

test('what AES-256 in CBC mode encrypted is decrypted', () => {
  const cipher = createCipheriv('aes-256-cbc', bytes(32), bytes(16)).setAutoPadding(false)
  const encrypted = Buffer.concat([cipher.update(bytes(48)), cipher.final()])
  assert.equal(hex(decryptAes256Cbc(bytes(32), bytes(16), encrypted)), hex(bytes(48)))
})
