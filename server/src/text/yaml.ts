import { isGoError } from '../go/go-error.ts'
import { composeDocument } from '../go/yaml/compose.ts'
import { placeComments } from './comments.ts'
import { fromGoNode } from './from-go-node.ts'
import type { Node, ParseError, PlacedComment, YamlDocument } from './node.ts'
import { plainDocuments } from './plain/plain-documents.ts'
import { readTolerantly } from './read-tolerantly.ts'
import type { Span } from './span.ts'
import { splitDocuments } from './split-documents.ts'
import { type UnclosedQuote, unclosedQuote } from './unclosed-quote.ts'

/**
 * A text as documents with spans. Never throws: what does not parse is in `errors`.
 *
 * A document is read as Flux and kustomize read it, by go-yaml's rules. One that go-yaml refuses has its reason
 * in `errors` and is read again, as far as it goes, by a parser that tolerates errors.
 */
export function readDocuments(text: string): readonly YamlDocument[] {
  const { normal, original } = withoutCarriageReturns(text)
  const parts = splitDocuments(normal)
  if (isGoError(parts)) {
    const error: ParseError = { span: [original(parts.at), original(parts.at) + 3], message: parts.err }
    return readTolerantly(text, 0, error)
  }
  return parts.flatMap(part => {
    const at = (offset: number): number => original(part.start + offset)
    const [start, end] = [at(0), at(part.text.length)]
    const read = composeDocument(part.text)
    if (isGoError(read)) {
      const unclosed = unclosedQuote(part.text)
      if (unclosed) return withQuoteClosed(text, [start, end], unclosed, at, read.err)
      const error: ParseError = { span: [at(read.at), at(read.at)], message: read.err }
      return readTolerantly(text.slice(start, end), start, error)
    }
    const root = read?.content[0] && fromGoNode(read.content[0], at)
    return documentOf(text, [start, end], root, [])
  })
}

/**
 * The same without the comments above nodes where none of them holds a `{`: then none is a marker, and nothing else is
 * read in them. Line by line where the lines are plain enough to be sure, as most manifests' are, in a tenth of the time.
 */
export function readManifest(text: string): readonly YamlDocument[] {
  return (
    plainDocuments(text)?.map(({ span, root }) => documentOf(text, span, root, [])) ?? readDocuments(text)
  )
}

/** A document that one quote breaks: the error is on its line, and every other line is read as if it were closed. */
function withQuoteClosed(
  text: string,
  span: Span,
  { span: [start, end], closed }: UnclosedQuote,
  at: (offset: number) => number,
  reason: string,
): YamlDocument {
  const read = composeDocument(closed)
  const content = isGoError(read) ? undefined : read?.content[0]
  const root = content && fromGoNode(content, offset => at(offset > end ? offset - 1 : offset))
  const message = `the quote is not closed on its line: ${reason}`
  return documentOf(text, span, root, [{ span: [at(start), at(end)], message }])
}

/** Its comments are placed when they are first asked for: of most documents nobody asks. */
function documentOf(
  text: string,
  span: Span,
  root: Node | undefined,
  errors: readonly ParseError[],
): YamlDocument {
  return new LazyDocument(text, span, root, errors)
}

/** A class, since every check reads documents, and the engine reads a literal that has a getter ten times slower. */
class LazyDocument implements YamlDocument {
  readonly span: Span
  readonly errors: readonly ParseError[]
  declare readonly root?: Node
  readonly #comments: () => readonly PlacedComment[]

  constructor(text: string, span: Span, root: Node | undefined, errors: readonly ParseError[]) {
    this.span = span
    this.errors = errors
    if (root) this.root = root
    let placed: readonly PlacedComment[] | undefined
    this.#comments = () => (placed ??= placeComments(text, span, root))
  }

  get comments(): readonly PlacedComment[] {
    return this.#comments()
  }
}

interface NormalText {
  readonly normal: string
  /** Turns an offset into the normal text into one into the original. */
  readonly original: (offset: number) => number
}

/** A text with `\n` for `\r\n`, as kyaml reads it. */
function withoutCarriageReturns(text: string): NormalText {
  if (!text.includes('\r\n')) return { normal: text, original: offset => offset }
  const breaks = Array.from(text.matchAll(/\r\n/g), ({ index }, i) => index - i)
  return { normal: text.replaceAll('\r\n', '\n'), original: offset => offset + countBelow(breaks, offset) }
}

/** How many of ascending numbers are below a limit. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return low
}
