import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quote } from '../../server/src/go/quote.ts'

test('a quoted text reads as Go prints it with %q', () => {
  for (const [text, quoted] of [
    ['', '""'],
    ['>=1.0 é 日 😀', '">=1.0 é 日 😀"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['\x07\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
    ['\x00\x1b\x7f', '"\\x00\\x1b\\x7f"'],
    ['\u00a0\u200b\u{e0001}', '"\\u00a0\\u200b\\U000e0001"'],
  ] as const) {
    assert.equal(quote(text), quoted)
  }
})
