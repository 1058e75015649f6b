import { type Bytes, decodeRune } from './utf8.ts'

/** `strings.ReplaceAll`; an empty text is found before every rune and at the end. */
export function replaceAll(value: Bytes, from: Bytes, to: Bytes): Bytes {
  if (from !== '') return value.split(from).join(to)
  let text = to
  for (let index = 0; index < value.length; ) {
    const width = decodeRune(value, index)[1]
    text += value.slice(index, index + width) + to
    index += width
  }
  return text
}

/** `strings.Compare` on bytes, for sorting. */
export function compare(a: Bytes, b: Bytes): number {
  return a < b ? -1 : a > b ? 1 : 0
}
