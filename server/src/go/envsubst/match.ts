import { type Bytes, decodeRune, runeError } from '../utf8.ts'

/** What `${a#pattern}` and `${a%pattern}` match by (fluxcd/pkg/envsubst, path/match.go): undefined is a bad pattern. */
export function match(pattern: Bytes, name: Bytes): boolean | undefined {
  let rest = pattern
  let left = name
  while (rest.length > 0) {
    const [star, chunk, after] = scanChunk(rest)
    rest = after
    // Unlike Go's own, a star at the end also takes slashes.
    if (star && chunk === '') return true
    const here = matchChunk(chunk, left)
    if (typeof here === 'string' && (here === '' || rest.length > 0)) {
      left = here
      continue
    }
    if (here === undefined) return undefined
    const further = star ? matchFurther(chunk, left, rest.length === 0) : false
    if (typeof further !== 'string') return further
    left = further
  }
  return left.length === 0
}

/** What is left after the chunk matched further on; the last chunk must match up to the end. */
function matchFurther(chunk: Bytes, name: Bytes, isLast: boolean): Bytes | false | undefined {
  for (let index = 1; index <= name.length; index++) {
    const left = matchChunk(chunk, name.slice(index))
    if (left === undefined) return undefined
    if (typeof left === 'string' && (!isLast || left === '')) return left
  }
  return false
}

/** Whether stars come first, the pattern up to the next star, and the rest. */
function scanChunk(pattern: Bytes): readonly [star: boolean, chunk: Bytes, rest: Bytes] {
  const stars = pattern.length - pattern.replace(/^\*+/, '').length
  let inRange = false
  let index = stars
  for (; index < pattern.length; index++) {
    const character = pattern[index]
    if (character === '\\') index += index + 1 < pattern.length ? 1 : 0
    else if (character === '[') inRange = true
    else if (character === ']') inRange = false
    else if (character === '*' && !inRange) break
  }
  return [stars > 0, pattern.slice(stars, index), pattern.slice(index)]
}

/** What is left of the name after the chunk; false where it does not match, undefined where it is bad. */
function matchChunk(chunk: Bytes, name: Bytes): Bytes | false | undefined {
  let at = 0
  let left = name
  while (at < chunk.length) {
    if (left === '') return false
    const character = chunk[at]
    if (character === '[') {
      const [rune, width] = decodeRune(left)
      const found = matchClass(chunk.slice(at + 1), rune)
      if (found === undefined) return undefined
      if (!found.matches) return false
      left = left.slice(width)
      at = chunk.length - found.rest.length
      continue
    }
    if (character === '?') {
      left = left.slice(decodeRune(left)[1])
      at++
      continue
    }
    if (character === '\\') at++
    if (at === chunk.length) return undefined
    if (chunk[at] !== left[0]) return false
    left = left.slice(1)
    at++
  }
  return left
}

interface Class {
  readonly matches: boolean
  readonly rest: Bytes
}

/** `[…]` from behind its bracket. */
function matchClass(text: Bytes, rune: number): Class | undefined {
  const negated = text.startsWith('^')
  let rest = negated ? text.slice(1) : text
  let found = false
  for (let ranges = 0; !(rest.startsWith(']') && ranges > 0); ranges++) {
    const low = classRune(rest)
    if (low === undefined) return undefined
    rest = low.rest
    let high = low
    if (rest.startsWith('-')) {
      const end = classRune(rest.slice(1))
      if (end === undefined) return undefined
      high = end
      rest = end.rest
    }
    if (low.rune <= rune && rune <= high.rune) found = true
  }
  return { matches: found !== negated, rest: rest.slice(1) }
}

/** A rune of a class, perhaps escaped; something must follow it. */
function classRune(text: Bytes): { readonly rune: number; readonly rest: Bytes } | undefined {
  if (text === '' || text.startsWith('-') || text.startsWith(']')) return undefined
  const from = text.startsWith('\\') ? text.slice(1) : text
  const [rune, width] = decodeRune(from)
  const rest = from.slice(width)
  return width === 0 || (rune === runeError && width === 1) || rest === '' ? undefined : { rune, rest }
}
