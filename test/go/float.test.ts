import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseFloat64 } from '../../server/src/go/float.ts'

test('every number that JavaScript prints reads back as itself', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
      assert.ok(Object.is(parseFloat64(String(value === 0 && 1 / value < 0 ? '-0' : value)), value))
      assert.ok(Object.is(parseFloat64(value.toExponential(25)), Number(value.toExponential(25))))
    }),
  )
})

test('a hexadecimal number is exactly what it says', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 2n ** 53n }),
      fc.integer({ min: -1074, max: 970 }),
      (mantissa, exponent) => {
        assert.equal(parseFloat64(`0x${mantissa.toString(16)}p${exponent}`), Number(mantissa) * 2 ** exponent)
      },
    ),
  )
})

test('a hexadecimal number with more than 53 bits is rounded as the same integer is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), mantissa => {
      assert.equal(parseFloat64(`0x${mantissa.toString(16)}p0`), Number(mantissa))
    }),
  )
})

test('the edges of the range', () => {
  assert.equal(parseFloat64('0x1p-1074'), 5e-324)
  assert.equal(parseFloat64('0x0.8p-1074'), 0)
  assert.equal(parseFloat64('0x0.81p-1074'), 5e-324)
  assert.equal(parseFloat64('0x1.fffffffffffff7p1023'), Number.MAX_VALUE)
  assert.deepEqual(parseFloat64('0x1.fffffffffffff8p1023'), {
    err: 'strconv.ParseFloat: parsing "0x1.fffffffffffff8p1023": value out of range',
  })
  assert.equal(parseFloat64('1e-400'), 0)
  assert.equal(parseFloat64('-INFinity'), Number.NEGATIVE_INFINITY)
  assert.ok(Number.isNaN(parseFloat64('nAn')))
})

test('an underscore stands between digits, or behind the prefix', () => {
  for (const text of ['1_000', '1e1_0', '0x_1p0', '0x1_fp-1_0', '.5_5', '0_1']) {
    assert.equal(typeof parseFloat64(text), 'number', text)
  }
  for (const text of ['_1', '1_', '1__0', '1_.5', '1._5', '1e_1', '1_e1', '0x1_p0', '0_x1p0']) {
    assert.deepEqual(parseFloat64(text), { err: `strconv.ParseFloat: parsing "${text}": invalid syntax` })
  }
})
