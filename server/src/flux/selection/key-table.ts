import { parseFloat64 } from '../../go/float.ts'
import type { GoError } from '../../go/go-error.ts'
import { parseVersion, type Version } from '../../go/semver/version.ts'

/** Keys by number, for very many of them that come again and again: each is looked up and read once. */
export interface KeyTable {
  /** By number. */
  readonly texts: readonly string[]
  /** The number of a key: the same for the same text, from 0. */
  numberOf(text: string): number
  versionOf(number: number): Version | GoError
  floatOf(number: number): number | GoError
}

export function createKeyTable(): KeyTable {
  const texts: string[] = []
  const numbers = new Map<string, number>()
  const versions: (Version | GoError)[] = []
  const values: (number | GoError)[] = []
  return {
    texts,
    numberOf(text) {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, texts.length)
      return texts.push(text) - 1
    },
    versionOf: number => (versions[number] ??= parseVersion(texts[number] ?? '')),
    floatOf: number => (values[number] ??= parseFloat64(texts[number] ?? '')),
  }
}
