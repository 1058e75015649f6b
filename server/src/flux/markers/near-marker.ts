import type { Node, PlacedComment, YamlDocument } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { parseMarker, parseSetter } from './marker.ts'

/** Why Flux reads no marker in a comment that was meant as one (docs/flux.md §4.5, rows 1 to 9). */
export type NearMarkerCode =
  | 'marker-json-invalid'
  | 'marker-extra-text'
  | 'marker-no-space-before-hash'
  | 'marker-wrong-key'
  | 'marker-bad-separator'
  | 'marker-missing-namespace'
  | 'marker-unknown-suffix'
  | 'marker-whitespace-in-ref'
  | 'marker-non-string-values'

/** A comment that was meant as a marker. `span` covers the faulty comment, `intended` what its author had in mind. */
export interface NearMarker {
  readonly code: NearMarkerCode
  readonly span: Span
  /** The setter's name as its author wrote it, `ns:name[:part]` where that is known. */
  readonly intended: string
  /** Text beside the marker that has to go elsewhere, for `marker-extra-text`. */
  readonly extra?: string
  /** The value that it stands behind, decoded. */
  readonly value?: string
}

/**
 * Reads a comment as a failed marker; undefined for a marker that Flux reads, and for everything else.
 * Only comments behind a value, or that begin as a marker does, can be meant as one: prose about markers
 * and lines commented out are left alone.
 */
export function nearMarker(comment: PlacedComment): NearMarker | undefined {
  const body = bodyOf(comment.text)
  const attempt = attemptIn(body)
  if (attempt === undefined) return undefined
  const isBehindValue =
    comment.position === 'line' && comment.place !== undefined && comment.place.as !== 'key'
  if (!isBehindValue && !body.startsWith('{')) return undefined
  const { span, place } = comment
  const value = isBehindValue && place?.node.kind === 'scalar' ? { value: place.node.text } : {}
  const read = parseMarker(comment.text)
  if (read) {
    if (read.setter) return undefined
    const code = refProblem(read.name)
    return { code, span, intended: read.name, ...value }
  }
  const code = jsonProblem(body, attempt)
  if (code === undefined) return undefined
  const extra = code === 'marker-extra-text' ? extraText(body, attempt) : undefined
  return { code, span, intended: attempt.name, ...(extra ? { extra } : {}), ...value }
}

/** Whether a comment is a marker, or was meant as one, whatever is wrong with it. */
export function isMeantAsMarker(comment: string): boolean {
  return attemptIn(bodyOf(comment)) !== undefined
}

/**
 * Markers that became part of a plain value because no space precedes their `#`: found in the text, since such
 * a value is often no YAML any more. `span` begins at the `#`.
 */
export function gluedMarkers(text: string, documents: readonly YamlDocument[]): readonly NearMarker[] {
  const found: NearMarker[] = []
  const isInText = textsIn(documents)
  for (const match of text.matchAll(/(?<=[^\s#'"])#+[ \t]*\{[ \t]*"\$imagepolicy"[^\n]*/g)) {
    const attempt = attemptIn(match[0])
    if (attempt === undefined || isInText(match.index)) continue
    const span: Span = [match.index, match.index + match[0].trimEnd().length]
    found.push({ code: 'marker-no-space-before-hash', span, intended: attempt.name })
  }
  return found
}

/** Whether an offset lies in a comment, or in a scalar that is quoted or a block: asked of one offset after the other. */
function textsIn(documents: readonly YamlDocument[]): (offset: number) => boolean {
  let spans: Span[] | undefined
  const visit = (node: Node | undefined): readonly Span[] => {
    if (node === undefined || node.kind === 'alias') return []
    if (node.kind === 'scalar') return node.style === 'plain' ? [] : [node.span]
    if (node.kind === 'sequence') return node.items.flatMap(visit)
    return node.entries.flatMap(({ key, value }) => [...visit(key), ...visit(value)])
  }
  let next = 0
  return offset => {
    spans ??= documents
      .flatMap(({ comments, root }) => [...comments.map(({ span }) => span), ...visit(root)])
      .sort(([a], [b]) => a - b)
    while (next < spans.length && (spans[next]?.[1] ?? 0) <= offset) next++
    return (spans[next]?.[0] ?? Number.POSITIVE_INFINITY) <= offset
  }
}

/** The canonical spelling of what was meant; undefined where it is not known. */
export function canonicalMarker(intended: string): string | undefined {
  const setter = parseSetter(correctedName(intended))
  return setter && `# {"$imagepolicy": "${correctedName(intended)}"}`
}

/** `ns:name[:part]` out of the usual slips: spaces, a slash for the colon. */
export function correctedName(intended: string): string {
  const tight = intended.replace(/\s+/g, '')
  return tight.includes(':') && !/^[^:]*\/[^:]*$/.test(tight) ? tight : tight.replace('/', ':')
}

interface Attempt {
  /** The key as written, without quotes. */
  readonly key: string
  readonly name: string
  /** From the opening brace, or the key where there is none, to the end of the value or the closing brace. */
  readonly start: number
  readonly end: number
}

function bodyOf(comment: string): string {
  return comment.replace(/^#+/, '').trim()
}

/** The first place in a text that looks like `{"$imagepolicy": "…"}`, with any kind of quotes, or none. */
function attemptIn(body: string): Attempt | undefined {
  for (const [key, value] of Object.entries(parsedObject(body) ?? {})) {
    if (!/^\$?image-?policy$/i.test(key)) continue
    return { key, name: typeof value === 'string' ? value : '', start: 0, end: body.length }
  }
  const quote = '["\'`\u2018\u2019\u201c\u201d]?'
  const pattern = `\\{?\\s*${quote}(\\$?image-?policy)${quote}\\s*:\\s*${quote}([^"'\`\u2018\u2019\u201c\u201d},]*)${quote}`
  const found = new RegExp(pattern, 'i').exec(body)
  const [whole, key, name] = found ?? []
  if (found === null || whole === undefined || key === undefined || name === undefined) return undefined
  // A bare `imagePolicy: Always` is some other tool's word.
  if (!/[{"'`\u2018-\u201d]/.test(whole) || !(key.includes('$') || whole.trimStart().startsWith('{')))
    return undefined
  if (!/[:/]/.test(name) && !/^[\s\w.-]+$/.test(name)) return undefined
  const rest = body.slice(found.index + whole.length)
  const close = /^[^{}]*\}/.exec(rest)?.[0].length ?? 0
  return { key, name, start: found.index, end: found.index + whole.length + close }
}

function jsonProblem(body: string, attempt: Attempt): NearMarkerCode | undefined {
  const json = body.slice(attempt.start, attempt.end)
  const fields = parsedObject(json)
  const isWhole = body === json
  if (fields && !isWhole) return 'marker-extra-text'
  const whole = isWhole ? fields : parsedObject(body)
  if (whole === undefined)
    return isWhole || !/^\s*\{/.test(json) ? 'marker-json-invalid' : trailing(body, attempt)
  if (!('$imagepolicy' in whole)) return 'marker-wrong-key'
  if (Object.values(whole).some(value => typeof value !== 'string')) return 'marker-non-string-values'
  return refProblem(attempt.name)
}

/** Behind an object that does not parse: more braces are part of the slip, other text is another matter. */
function trailing(body: string, attempt: Attempt): NearMarkerCode {
  return /[^\s{}]/.test(body.slice(0, attempt.start) + body.slice(attempt.end))
    ? 'marker-extra-text'
    : 'marker-json-invalid'
}

function extraText(body: string, attempt: Attempt): string {
  return `${body.slice(0, attempt.start).trim()} ${body.slice(attempt.end).trim()}`.trim()
}

function parsedObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** Why a name that Flux could read leads to no setter. */
function refProblem(name: string): NearMarkerCode {
  if (/\s/.test(name)) return 'marker-whitespace-in-ref'
  const parts = name.split(':')
  if (name.includes('/')) return 'marker-bad-separator'
  if (parts.length === 1 || parts[0] === '') return 'marker-missing-namespace'
  return 'marker-unknown-suffix'
}
