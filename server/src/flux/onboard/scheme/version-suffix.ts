import { escaped, matcher } from './recognised.ts'
import { isFlavour, isHash, isMoment, isPrerelease, isRebuild } from './tag-words.ts'

/** What stands behind a version, piece by piece. */
export type SuffixPiece =
  /** What stays: a flavour. */
  | { readonly kind: 'text'; readonly text: string }
  /** A number of the order: a rebuild, a date. */
  | { readonly kind: 'field'; readonly text: string }
  | { readonly kind: 'hash'; readonly text: string }
  /** `-rc.2` and the like, whole. */
  | {
      readonly kind: 'prerelease'
      readonly sep: string
      readonly word: string
      readonly inner: string
      readonly number: string
    }

/** The pieces of a suffix. `head` is the pattern of what stands before it, and `tags` are all that there are. */
export function suffixPieces(head: string, suffix: string, tags: readonly string[]): readonly SuffixPiece[] {
  const pieces: SuffixPiece[] = []
  const tokens = suffix.match(/[-_.+]+|[^-_.+]+/g) ?? []
  let word = ''
  let hasNumber: boolean = false
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    if (/^[-_.+]/.test(token)) {
      pieces.push({ kind: 'text', text: token })
      continue
    }
    const sep = /^[-_.+]/.test(tokens[at - 1] ?? '') ? (tokens[at - 1] ?? '') : ''
    const [, letters = '', digits = ''] = /^([A-Za-z]*)(\d*)$/.exec(token) ?? []
    if (isHash(token)) pieces.push({ kind: 'hash', text: token })
    else if (isMoment(token)) pieces.push({ kind: 'field', text: token })
    else if (letters + digits !== token) {
      const [, name = '', number = ''] = /^(k3s|rke2r)(\d+)$/.exec(token) ?? []
      pieces.push({ kind: 'text', text: name || token })
      if (number) pieces.push({ kind: 'field', text: number })
      word = token.replace(/\d+$/, '')
    } else if (isPrerelease(letters) && !(sep === '-' && digits !== '' && /^(?:b|u)$/i.test(letters))) {
      if (sep) pieces.pop()
      const isSplit =
        digits === '' && /^[-_.]$/.test(tokens[at + 1] ?? '') && /^\d+$/.test(tokens[at + 2] ?? '')
      const inner = isSplit ? (tokens[at + 1] ?? '') : ''
      const number = isSplit ? (tokens[at + 2] ?? '') : digits
      pieces.push({ kind: 'prerelease', sep, word: letters, inner, number })
      if (isSplit) at += 2
      word = letters
    } else if (letters === '') {
      const isFlavoured: boolean = isFlavour(word) || (sep === '.' && hasNumber)
      const start = tokens.slice(0, at).join('').length
      const isField: boolean =
        !isFlavoured &&
        (word === '' || sep === '.' || isRebuild(word) || varies(head, suffix, start, digits, tags))
      pieces.push({ kind: isField ? 'field' : 'text', text: digits })
      hasNumber = !isField
    } else {
      const start = tokens.slice(0, at).join('').length + letters.length
      const isField =
        digits !== '' &&
        !isFlavour(letters) &&
        (isRebuild(letters) || varies(head, suffix, start, digits, tags))
      pieces.push({ kind: 'text', text: letters })
      if (digits !== '') pieces.push({ kind: isField ? 'field' : 'text', text: digits })
      word = letters
      hasNumber = digits !== '' && !isField
    }
  }
  return joined(pieces)
}

/** Whether there are tags that differ in this number, of whatever version. */
function varies(
  head: string,
  suffix: string,
  start: number,
  digits: string,
  tags: readonly string[],
): boolean {
  const [before, after] = [suffix.slice(0, start), suffix.slice(start + digits.length)]
  const found = matcher(`^${head}${escaped(before)}(\\d+)${escaped(after)}$`)
  return tags.some(tag => (found.exec(tag)?.[1] ?? digits) !== digits)
}

/** Texts side by side as one. */
function joined(pieces: readonly SuffixPiece[]): readonly SuffixPiece[] {
  const result: SuffixPiece[] = []
  for (const piece of pieces) {
    const last = result.at(-1)
    if (piece.kind === 'text' && last?.kind === 'text')
      result[result.length - 1] = { kind: 'text', text: last.text + piece.text }
    else result.push(piece)
  }
  return result
}
