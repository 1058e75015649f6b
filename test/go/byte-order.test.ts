import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { byteOrder } from '../../server/src/go/byte-order.ts'

test('texts are in the order of their bytes in UTF-8', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom('a', 'b', '😀', '\uffee', 'é', '\ue000'), fc.string()),
  })
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(Math.sign(byteOrder(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
})
