import { isGoError } from '../../go/go-error.ts'
import { composeDocument } from '../../go/yaml/compose.ts'
import { encodeDocuments } from '../../go/yaml/encode.ts'
import { newNode, newScalar, type YamlNode } from '../../go/yaml/node.ts'
import { readDocuments } from '../../text/yaml.ts'
import { type Json, jsonOf } from '../values/json-of.ts'
import type { ScalarValue, Value } from '../values/value.ts'
import { valueOfNode } from '../values/value-of-node.ts'
import { lookUp, setMatches } from './field-path.ts'

/** A scalar that a path leads into, and its text as it is to be. */
export interface Structured {
  /** The names that lead to the scalar. */
  readonly path: readonly string[]
  readonly text: string
}

/**
 * Sets a value within the YAML or JSON that a scalar holds, as kustomize 5.8 does before anything else (5.8.1
 * `setValueInStructuredData`): delimiters do not count there. Undefined where no scalar on the path holds such a
 * thing, or it has nothing at the rest of the path; then the path is an ordinary one.
 */
export function setInStructured(
  root: Value,
  path: readonly string[],
  value: Value,
  isCreating: boolean,
): Structured | undefined {
  for (let length = 1; length < path.length; length++) {
    const scalar = lookUp(root, path.slice(0, length))
    if (scalar === undefined || isGoError(scalar) || scalar.kind !== 'scalar') continue
    if (scalar.text.trim() === '') return undefined
    const [document] = readDocuments(scalar.text)
    if (document?.root === undefined || document.errors.length > 0) continue
    const inner = valueOfNode(document.root, scalar.source)
    const text = changed(inner, path.slice(length), value, isCreating, scalar.text)
    return text === undefined ? undefined : { path: path.slice(0, length), text }
  }
  return undefined
}

function changed(
  inner: Value,
  path: readonly string[],
  value: Value,
  isCreating: boolean,
  before: string,
): string | undefined {
  const places: ScalarValue[] = []
  const set = (field: Value): Value => {
    if (field.kind !== 'scalar') return value
    places.push(field)
    return value.kind === 'scalar' ? { ...field, text: value.text } : { ...field, text: '' }
  }
  const result = setMatches(inner, path, isCreating ? value.kind : undefined, set)
  if (isGoError(result) || result.count === 0) return undefined
  const isMade = places.length < result.count || places.some(({ span }) => span[0] === span[1])
  const isJson = /^\s*[{[]/.test(before)
  if (isJson) return jsonText(result.root, before)
  const document = isMade ? yamlNode(result.root) : withTexts(before, places, value)
  return document && encodeDocuments([{ node: document, sequences: 'compact' }]).trim()
}

/** Printed with indentation where it was before, keys in their order, as Go does. */
function jsonText(value: Value, before: string): string | undefined {
  const json: Json | { readonly err: string } = jsonOf(value)
  if (isGoError(json)) return undefined
  const isIndented = before.includes('\n') && before.includes('  ')
  const text = JSON.stringify(json, undefined, isIndented ? 2 : undefined)
  return text.replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The document as written, comments and all, with another text in the scalars at some places. */
function withTexts(text: string, places: readonly ScalarValue[], value: Value): YamlNode | undefined {
  const document = composeDocument(text)
  if (document === undefined || isGoError(document)) return undefined
  const starts = new Set(places.map(({ span }) => span[0]))
  const visit = (node: YamlNode): void => {
    if (node.kind === 'scalar' && starts.has(node.start))
      node.value = value.kind === 'scalar' ? value.text : ''
    node.content.forEach(visit)
  }
  visit(document)
  return document
}

function yamlNode(value: Value): YamlNode {
  if (value.kind === 'scalar') {
    const isQuoted = value.style.startsWith('quoted')
    return newScalar(value.text, value.tag, isQuoted ? 'double' : 'plain')
  }
  const node = newNode(value.kind === 'map' ? 'mapping' : 'sequence')
  node.isFlow = value.flow
  node.content =
    value.kind === 'list'
      ? value.items.map(yamlNode)
      : value.entries.flatMap(entry => [newScalar(entry.key), yamlNode(entry.value)])
  return node
}
