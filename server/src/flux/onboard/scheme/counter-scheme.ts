import { escaped, matcher, type Recognised } from './recognised.ts'
import { isFlavour, isHash } from './tag-words.ts'

/**
 * Tags with one number that counts: `104`, `build-61`, `master-61-7fde3a3`, `2022-CU13-ubuntu-22.04`. It is the number
 * in which most other tags differ from this one and from nothing else.
 */
export function counterScheme(current: string, tags: readonly string[]): Recognised | undefined {
  const pieces = piecesOf(current)
  const candidates = pieces.flatMap((piece, at) => {
    if (piece.kind !== 'number') return []
    const pattern = patternOf(pieces, at)
    const found = matcher(pattern)
    const values = new Set(
      tags.flatMap(tag => found.exec(tag)?.groups?.n ?? []).filter(value => value !== piece.text),
    )
    return [{ at, pattern, values }]
  })
  const [best] = candidates.toSorted((a, b) => b.values.size - a.values.size || b.at - a.at)
  if (best === undefined || best.values.size < 2) return severalNumbers(pieces, tags)
  const { pattern, values, at } = best
  const own = pieces[at]?.text ?? ''
  const numbers = [...values, own].map(Number)
  // Few small numbers after a `v` are majors.
  if (/^v?\d+$/.test(current) && Math.max(...numbers) < 20 && (current.startsWith('v') || values.size < 5))
    return undefined
  const isLong = [...values, own].some(value => value.length > 15)
  const order = { order: 'asc' }
  const isWhole = pattern === '^(?P<n>\\d+)$'
  const rest = pieces
    .filter((piece, index) => index !== at && piece.kind !== 'hash')
    .map(({ text }) => text)
    .join('…')
  return {
    sure: true,
    scheme: pieces.some(({ kind }) => kind === 'hash') ? 'run number and hash' : 'number',
    why: `The highest number counts${/[A-Za-z0-9]/.test(rest) ? `; ${JSON.stringify(rest)} stays` : ''}.`,
    proposal: {
      filterTags: isWhole ? { pattern: '^\\d+$' } : { pattern, extract: '$n' },
      policy: isLong ? { alphabetical: order } : { numerical: order },
    },
  }
}

interface Piece {
  readonly kind: 'text' | 'number' | 'hash'
  readonly text: string
}

function piecesOf(tag: string): readonly Piece[] {
  return (tag.match(/[-_.]+|[^-_.]+/g) ?? []).flatMap((token): readonly Piece[] => {
    if (isHash(token)) return [{ kind: 'hash', text: token }]
    return (token.match(/\d+|\D+/g) ?? []).map(text => ({ kind: /^\d/.test(text) ? 'number' : 'text', text }))
  })
}

function patternOf(pieces: readonly Piece[], at: number): string {
  const parts = pieces.map(({ kind, text }, index) =>
    kind === 'hash' ? '[0-9a-f]{7,40}' : index === at ? '(?P<n>\\d+)' : escaped(text),
  )
  return `^${parts.join('')}$`
}

/** Where numbers change together, as in `8u422-b05`: the first stays, the others are the order. */
function severalNumbers(pieces: readonly Piece[], tags: readonly string[]): Recognised | undefined {
  const numbers = pieces.flatMap(({ kind, text }, at) => (kind === 'number' ? [{ at, text }] : []))
  const [first, ...rest] = numbers.filter(({ at }) => !isFlavour(pieces[at - 1]?.text ?? ''))
  const counted = rest.slice(0, 2)
  if (first === undefined || counted.length === 0) return undefined
  const names = ['a', 'b']
  const parts = pieces.map(({ kind, text }, at) => {
    const index = counted.findIndex(one => one.at === at)
    return kind === 'hash' ? '[0-9a-f]{7,40}' : index >= 0 ? `0*(?P<${names[index]}>\\d+)` : escaped(text)
  })
  const pattern = `^${parts.join('')}$`
  const found = matcher(pattern)
  if (tags.filter(tag => found.test(tag)).length < 3) return undefined
  return {
    sure: true,
    scheme: 'numbers',
    why: `The highest numbers behind ${JSON.stringify(first.text)} count, the first of them first.`,
    proposal: {
      filterTags: { pattern, extract: counted.length === 1 ? '$a.0.0' : '$a.$b.0' },
      policy: { semver: { range: '>=0.0.0' } },
    },
  }
}
