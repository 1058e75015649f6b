import type { Node, Scalar, YamlDocument } from '../../text/node.ts'
import { commentedScalars } from '../../text/plain/commented-scalars.ts'
import type { Span } from '../../text/span.ts'
import { leadingObject } from './leading-object.ts'
import type { Part, Setter } from './setter.ts'

/** What a marker comment says. `setter` is undefined where no policy can ever answer to `name`. */
export interface MarkerText {
  /** The setter's name as Flux looks it up: `ns:name[:part]`, after JSON and URL escapes are resolved. */
  readonly name: string
  readonly setter: Setter | undefined
}

/** A scalar that a marker owns. */
export interface OwnedScalar {
  /** What an edit replaces: inside the quotes of a quoted scalar, else the whole scalar. */
  readonly span: Span
  readonly scalar: Scalar
}

/**
 * A comment that Flux reads as a marker, beside the value it reads it for.
 * For `image: "acme/web:1.0" # {"$imagepolicy": "apps:web"}`, `span` covers `# {…}` and `value.span` covers
 * `acme/web:1.0` without the quotes.
 */
export interface Marker extends MarkerText {
  readonly span: Span
  readonly value: OwnedScalar
  /** Index of the document in its file. */
  readonly document: number
}

/**
 * The markers of a file as Flux finds them (docs/flux.md §4.2): for each scalar value the line comment decides,
 * else the head comment. Neither keys nor aliases nor collections have one; comments that Flux reads nothing in
 * are not here. Of two entries with one key only the first counts.
 */
export function markersOf(documents: readonly YamlDocument[]): readonly Marker[] {
  const markers: Marker[] = []
  documents.forEach(({ root }, document) => {
    forEachValue(root, scalar => markers.push(...markerOf(scalar, document)))
  })
  return markers
}

/** A value that no marker owns, in a marker's stead. */
export function placeOfValue(scalar: Scalar, document: number): Marker {
  const span = inside(scalar)
  return { name: '', setter: undefined, span, value: { span, scalar }, document }
}

/** The same of a text, without a tree where its lines are plain enough. Undefined where they are not. */
export function markersInLines(text: string): readonly Marker[] | undefined {
  return commentedScalars(text)?.flatMap(({ scalar, document }) => markerOf(scalar, document))
}

function markerOf(scalar: Scalar, document: number): readonly Marker[] {
  const comment = scalar.lineComment ?? scalar.headComment
  const read = comment && parseMarker(comment.text)
  return read ? [{ ...read, span: comment.span, value: { span: inside(scalar), scalar }, document }] : []
}

/**
 * What Flux reads in a comment (`#` included), or undefined where it reads no marker: kyaml's short form
 * `{"$imagepolicy": "…"}`, an object whose values are all strings, or the reference `{"$ref": "#/definitions/…"}`.
 */
export function parseMarker(comment: string): MarkerText | undefined {
  const name = USUAL.exec(comment)?.[1] ?? setterNames(comment)[0]
  return name === undefined ? undefined : { name, setter: parseSetter(name) }
}

/** The form of nearly every marker, in which neither JSON nor URLs have anything to escape. */
const USUAL = /^# ?\{"\$imagepolicy": ?"([a-z0-9-]+:[a-z0-9.-]+(?::[a-z]+)?)"\}$/

/** The setters that a comment can mean: the first that is defined counts. */
export function setterNames(comment: string): readonly string[] {
  const json = comment.replace(/^#+/, '')
  const name = stringFields(json)?.get('$imagepolicy')
  const short = name ? definition(`${DEFINITIONS}${name}`) : undefined
  const long = json.includes('$ref') || json.includes('\\u') ? definition(reference(json)) : undefined
  return [short, long].filter(one => one !== undefined)
}

/** `ns:name[:part]` as a setter, or undefined where it is none. Nothing is trimmed. */
export function parseSetter(text: string): Setter | undefined {
  const [, namespace, name, part] = /^([^\s:/]+):([^\s:/]+)(?::(tag|name|digest))?$/.exec(text) ?? []
  if (namespace === undefined || name === undefined) return undefined
  return { policy: { namespace, name }, part: (part as Part | undefined) ?? 'image' }
}

const PREFIX = 'io.k8s.cli.setters.'
const DEFINITIONS = `#/definitions/${PREFIX}`

function forEachValue(node: Node | undefined, visit: (scalar: Scalar) => void): void {
  if (node?.kind === 'scalar') visit(node)
  if (node?.kind === 'sequence') for (const item of node.items) forEachValue(item, visit)
  if (node?.kind !== 'mapping') return
  const seen = new Set<string>()
  for (const { key, value } of node.entries) {
    const name = key.kind === 'scalar' ? key.text : ''
    if (!seen.has(name)) forEachValue(value, visit)
    seen.add(name)
  }
}

function inside({ span: [start, end], style }: Scalar): Span {
  return style === 'single' || style === 'double' ? [start + 1, Math.max(start + 1, end - 1)] : [start, end]
}

/** A JSON object of strings (or nulls, which Go reads as empty) as a map; a repeated key keeps its last value. */
function stringFields(text: string): ReadonlyMap<string, string> | undefined {
  if (!/^[ \t\r\n]*\{/.test(text)) return undefined
  const fields = new Map<string, string>()
  const field = new RegExp(FIELD, 'y')
  field.lastIndex = text.indexOf('{') + 1
  for (;;) {
    const [, key, value, then] = field.exec(text) ?? []
    if (key === undefined || value === undefined) return undefined
    fields.set(JSON.parse(key), JSON.parse(value) ?? '')
    if (then !== ',') return fields
  }
}

const BLANK = '[ \\t\\r\\n]*'
const STRING = '"(?:[^"\\\\\\u0000-\\u001f]|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*"'
const FIELD = new RegExp(`${BLANK}(${STRING})${BLANK}:${BLANK}(${STRING}|null)${BLANK}(,|\\}${BLANK}$)`)

/** The `$ref` of a JSON object, whatever else it holds and whatever follows it. */
function reference(json: string): string {
  const $ref = leadingObject(json)?.$ref
  return typeof $ref === 'string' ? $ref : ''
}

/** The setter's name that a JSON reference points to, or undefined where it points elsewhere or is no reference. */
function definition(reference: string): string | undefined {
  const fragment = percentDecoded(/#(.*)/s.exec(reference)?.[1] ?? '')
  const [root, definitions, token, ...more] = fragment?.split('/') ?? []
  if (root !== '' || definitions !== 'definitions' || more.length > 0) return undefined
  const name = token?.replaceAll('~1', '/').replaceAll('~0', '~')
  return name?.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined
}

/** Percent escapes resolved as Go's `net/url` does; undefined where one is broken. */
function percentDecoded(text: string): string | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
