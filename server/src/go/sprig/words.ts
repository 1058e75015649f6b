import { checkSize } from '../reflect/failure.ts'
import { fn } from '../reflect/function.ts'
import { type GoFunction, intType, stringType } from '../reflect/type.ts'
import {
  isDigit,
  isLetter,
  isLower,
  isSpace,
  isTitle,
  isUpper,
  mapRunes,
  toLowerRune,
  toTitleRune,
  toUpperRune,
} from '../unicode.ts'
import { type Bytes, fromRunes, runes } from '../utf8.ts'
import { camelCase, lowerCase } from './camel-case.ts'

/** sprig's functions over words: those of Masterminds/goutils, huandu/xstrings and `strings.Title`. */
export const wordFunctions: Readonly<Record<string, GoFunction>> = {
  title: fn([stringType], stringType, title),
  untitle: fn([stringType], stringType, untitle),
  swapcase: fn([stringType], stringType, swapCase),
  nospace: fn([stringType], stringType, deleteWhiteSpace),
  initials: fn([stringType], stringType, initials),
  abbrev: fn([intType, stringType], stringType, (width, text) =>
    width < 4n ? text : abbreviate(text, 0, width),
  ),
  abbrevboth: fn([intType, intType, stringType], stringType, (left, right, text) =>
    right < 4n || (left > 0n && right < 7n) ? text : abbreviate(text, Number(left), right),
  ),
  wrap: fn([intType, stringType], stringType, (width, text) => wrap(text, width, '\n', false)),
  wrapWith: fn([intType, stringType, stringType], stringType, (width, separator, text) =>
    wrap(text, width, separator === '' ? '\n' : separator, true),
  ),
  camelcase: fn([stringType], stringType, camelCase),
  snakecase: fn([stringType], stringType, text => lowerCase(text, '_')),
  kebabcase: fn([stringType], stringType, text => lowerCase(text, '-')),
}

/** `strings.Title`: the first letter of what follows a separator. */
function title(text: Bytes): Bytes {
  let before = 0x20
  return mapRunes(text, rune => {
    const starts = isSeparator(before)
    before = rune
    return starts ? toTitleRune(rune) : rune
  })
}

function isSeparator(rune: number): boolean {
  if (rune < 0x80) return !/[0-9A-Za-z_]/.test(String.fromCharCode(rune))
  return !isLetter(rune) && !isDigit(rune) && isSpace(rune)
}

function untitle(text: Bytes): Bytes {
  let starts = true
  const changed = runes(text).map(rune => {
    const lower = starts && !isSpace(rune)
    starts = isSpace(rune)
    return lower ? toLowerRune(rune) : rune
  })
  return text === '' ? '' : fromRunes(changed)
}

function swapCase(text: Bytes): Bytes {
  let starts = true
  const changed = runes(text).map(rune => {
    if (isUpper(rune) || isTitle(rune)) {
      starts = false
      return toLowerRune(rune)
    }
    if (isLower(rune)) {
      const swapped = starts ? toTitleRune(rune) : toUpperRune(rune)
      starts = false
      return swapped
    }
    starts = isSpace(rune)
    return rune
  })
  return fromRunes(changed)
}

/** goutils takes each byte for a rune, and so breaks other text than ASCII where it has a space. */
function deleteWhiteSpace(text: Bytes): Bytes {
  const kept = byteRunes(text).filter(rune => !isSpace(rune))
  return kept.length === text.length ? text : fromRunes(kept)
}

function initials(text: Bytes): Bytes {
  let afterGap = true
  const kept = byteRunes(text).filter(rune => {
    const starts = afterGap && !isSpace(rune)
    afterGap = isSpace(rune)
    return starts
  })
  return fromRunes(kept)
}

const byteRunes = (text: Bytes): number[] => Array.from(text, byte => byte.charCodeAt(0))

function abbreviate(text: Bytes, left: number, width: bigint): Bytes {
  const size = text.length
  if (BigInt(size) <= width) return text
  const most = Number(width)
  let offset = Math.min(left, size)
  if (size - offset < most - 3) offset = size - (most - 3)
  if (offset <= 4) return `${text.slice(0, most - 3)}...`
  if (most < 7) return ''
  if (offset + most - 3 < size) return `...${abbreviate(text.slice(offset), 0, BigInt(most - 3))}`
  return `...${text.slice(size - (most - 3))}`
}

/** goutils' `WrapCustom`: breaks at spaces, and where asked inside words that are longer than the line. */
function wrap(text: Bytes, given: bigint, newLine: Bytes, breaksWords: boolean): Bytes {
  const width = given < 1n ? 1 : Number(given)
  checkSize(text.length + Math.ceil(text.length / width) * newLine.length)
  let result = ''
  let offset = 0
  while (text.length - offset > width) {
    if (text[offset] === ' ') {
      offset++
      continue
    }
    const space = text.slice(offset, offset + width + 1).lastIndexOf(' ')
    let end = space >= 0 ? offset + space : offset + width
    let next = space >= 0 ? end + 1 : end
    if (space < 0 && !breaksWords) {
      const following = text.indexOf(' ', end)
      if (following < 0) return result + text.slice(offset)
      end = following
      next = following + 1
    }
    result += text.slice(offset, end) + newLine
    offset = next
  }
  return result + text.slice(offset)
}
