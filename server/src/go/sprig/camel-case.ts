import { isLetter, isNumber, isPunct, isSpace, isUpper, toLowerRune, toUpperRune } from '../unicode.ts'
import { type Bytes, fromRunes, runeError, runes } from '../utf8.ts'

/** xstrings' `ToPascalCase`: `some_words` is `SomeWords`. */
export function camelCase(text: Bytes): Bytes {
  const all = runes(text)
  const start = all.findIndex(rune => !isConnector(rune))
  if (start < 0) return camelConnectors(all)
  const out = all.slice(0, start)
  let wasUpper = isUpper(all[start] ?? 0)
  let current = toUpperRune(all[start] ?? 0)
  for (const rune of all.slice(start + 1)) {
    const before = current
    current = rune
    if (isConnector(current) && isConnector(before)) {
      out.push(before)
      continue
    }
    if (isConnector(before)) {
      wasUpper = isUpper(current)
      current = toUpperRune(current)
      continue
    }
    if (wasUpper && isUpper(current)) current = toLowerRune(current)
    else wasUpper = false
    out.push(before)
  }
  return fromRunes([...out, current])
}

/** Connectors alone: the last comes out twice. */
function camelConnectors(all: readonly number[]): Bytes {
  const last = all.at(-1)
  return fromRunes(last === undefined ? [] : [...all, last])
}

/** xstrings' `ToSnakeCase` and `ToKebabCase`: `HTTP20xOK` is `http_20x_ok`. */
export function lowerCase(text: Bytes, connector: string): Bytes {
  const all = runes(text)
  if (all.length === 0) return ''
  const out: number[] = []
  const mark = connector.charCodeAt(0)
  let word = nextWord(all, 0)
  const separate = (...unless: readonly WordKind[]): void => {
    if (!unless.includes(word.kind)) out.push(mark)
  }
  const takeWords = (): void => {
    while (word.kind === 'alphabet' || word.kind === 'number') {
      writeLower(out, word, mark)
      word = nextWord(all, word.end)
    }
  }
  while (word.end < all.length) {
    if (word.kind !== 'connector') writeLower(out, word, mark)
    const before = word
    word = nextWord(all, word.end)
    if (before.kind === 'number') {
      takeWords()
      separate('invalid', 'punct', 'connector')
    } else if (before.kind === 'connector') writeLower(out, before, mark)
    else if (before.kind !== 'punct') {
      if (word.kind !== 'number') {
        separate('connector', 'punct')
        continue
      }
      if (word.end >= all.length) continue
      const number = word
      word = nextWord(all, word.end)
      if (word.kind !== 'alphabet') {
        // The number belongs to the word before it: `Bld4Floor`.
        writeLower(out, number, mark)
        separate('connector', 'punct')
        continue
      }
      out.push(mark)
      writeLower(out, number, mark)
      takeWords()
      separate('invalid', 'connector', 'punct')
    }
  }
  writeLower(out, word, mark)
  return fromRunes(out)
}

type WordKind = 'invalid' | 'number' | 'upper' | 'alphabet' | 'connector' | 'punct' | 'other'

interface Word {
  readonly kind: WordKind
  readonly runes: readonly number[]
  /** Where the next begins. */
  readonly end: number
}

const isConnector = (rune: number): boolean => rune === 0x2d || rune === 0x5f || isSpace(rune)
/** A letter, but no Chinese character. */
function isAlphabet(rune: number): boolean {
  const isChinese =
    (rune >= 0x4e00 && rune <= 0x9fcc) ||
    (rune >= 0x3400 && rune <= 0x4d85) ||
    (rune >= 0x20000 && rune <= 0x2b81d)
  return isLetter(rune) && !isChinese
}

function nextWord(all: readonly number[], start: number): Word {
  const first = all[start]
  const word = (kind: WordKind, end: number): Word => ({ kind, runes: all.slice(start, end), end })
  if (first === undefined) return word('invalid', start)
  const run = (from: number, belongs: (rune: number) => boolean): number => {
    let end = from
    for (let rune = all[end]; rune !== undefined && belongs(rune); rune = all[end]) end++
    return end
  }
  if (first === runeError) return word('invalid', start + 1)
  if (isConnector(first)) return word('connector', run(start, isConnector))
  if (isPunct(first)) return word('punct', run(start, isPunct))
  const isSmall = (rune: number): boolean => isAlphabet(rune) && !isUpper(rune)
  if (isUpper(first)) {
    const second = all[start + 1]
    if (second === undefined || !isUpper(second)) return word('upper', run(start + 1, isSmall))
    const end = run(start + 1, isUpper)
    // The last capital belongs to the next word: `HTTPStatus`.
    const following = all[end]
    return word('upper', following !== undefined && isAlphabet(following) ? end - 1 : end)
  }
  if (isAlphabet(first)) return word('alphabet', run(start, isSmall))
  if (isNumber(first)) return word('number', run(start, isNumber))
  const isOther = (rune: number): boolean =>
    !isConnector(rune) && !isAlphabet(rune) && !isNumber(rune) && !isPunct(rune)
  return word('other', run(start, isOther))
}

/** Words of capitals in lower case, connectors as the one asked for, anything else as it is. */
function writeLower(out: number[], { kind, runes: word }: Word, mark: number): void {
  const changes = kind === 'upper' || kind === 'connector'
  for (const rune of word)
    out.push(!changes ? rune : isConnector(rune) ? mark : isUpper(rune) ? toLowerRune(rune) : rune)
}
