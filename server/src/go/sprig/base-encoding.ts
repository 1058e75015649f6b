import type { Bytes } from '../utf8.ts'

/** `base64.StdEncoding`; decoding gives the text of Go's error for what is none, as sprig does. */
export const encodeBase64 = (bytes: Bytes): Bytes => encode(bytes, letters64, 6, 4)
export const encodeBase32 = (bytes: Bytes): Bytes => encode(bytes, letters32, 5, 8)

/** Ignores line breaks; the offset of an error counts them. */
export function decodeBase64(text: Bytes): Bytes {
  const illegal = (at: number): Bytes => `illegal base64 data at input byte ${at}`
  const values: number[] = []
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (isBreak(character)) continue
    const held = values.length % 4
    if (character === '=') {
      if (held < 2) return illegal(at)
      let end = afterBreaks(text, at + 1)
      if (held === 2) {
        if (end === text.length) return illegal(end)
        if (text[end] !== '=') return illegal(end - 1)
        end = afterBreaks(text, end + 1)
      }
      return end < text.length ? illegal(end) : join(values, 6)
    }
    const value = letters64.indexOf(character)
    if (value < 0) return illegal(at)
    values.push(value)
  }
  return values.length % 4 === 0 ? join(values, 6) : illegal(text.length - (values.length % 4))
}

/** Ignores line breaks; the offset of an error does not count them. */
export function decodeBase32(given: Bytes): Bytes {
  const illegal = (at: number): Bytes => `illegal base32 data at input byte ${at}`
  const text = given.replace(/[\r\n]/g, '')
  const values: number[] = []
  for (let at = 0; at < text.length; at++) {
    const held = values.length % 8
    const rest = text.slice(at + 1)
    if (text[at] === '=' && held >= 2 && rest.length < 8) {
      if (rest.length + held < 7) return illegal(text.length)
      const wrong = /^=*/.exec(rest)?.[0].length ?? 0
      if (wrong < Math.min(7 - held, rest.length)) return illegal(at + wrong)
      return held === 3 || held === 6 ? illegal(at) : join(values, 5)
    }
    const value = letters32.indexOf(text[at] ?? '')
    if (value < 0) return illegal(at)
    values.push(value)
  }
  return values.length % 8 === 0 ? join(values, 5) : illegal(text.length - (values.length % 8))
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const letters64 = `${upper}${upper.toLowerCase()}0123456789+/`
const letters32 = `${upper}234567`

const isBreak = (character: string | undefined): boolean => character === '\n' || character === '\r'

function afterBreaks(text: Bytes, from: number): number {
  let at = from
  while (isBreak(text[at])) at++
  return at
}

function encode(bytes: Bytes, letters: string, bits: number, group: number): Bytes {
  const mask = (1 << bits) - 1
  let text = ''
  let [buffer, held] = [0, 0]
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte.charCodeAt(0)
    held += 8
    for (; held >= bits; held -= bits) text += letters[(buffer >> (held - bits)) & mask]
    buffer &= (1 << held) - 1
  }
  if (held > 0) text += letters[(buffer << (bits - held)) & mask]
  return text + '='.repeat((group - (text.length % group)) % group)
}

/** The whole bytes that the values make, of so many bits each. */
function join(values: readonly number[], bits: number): Bytes {
  let bytes = ''
  let [buffer, held] = [0, 0]
  for (const value of values) {
    buffer = ((buffer << bits) | value) & 0xffff
    held += bits
    if (held < 8) continue
    held -= 8
    bytes += String.fromCharCode((buffer >> held) & 255)
  }
  return bytes
}
