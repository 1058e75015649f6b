import { isGoError } from '../../go/go-error.ts'
import { groupBy } from '../../text/group-by.ts'
import { type Entry, field, type Node, type Scalar, type YamlDocument } from '../../text/node.ts'
import { canonicalImage } from '../resources/image.ts'
import { isMeantAsMarker } from './near-marker.ts'
import type { Part } from './setter.ts'
import { shapeOf } from './shape.ts'

/** A value that names an image with its tag and has no marker, and the part that a marker there would stand for. */
export interface UnmarkedImage {
  readonly scalar: Scalar
  readonly part: Part
}

/**
 * The canonical names of the images that a text seems to name, read without parsing it: what stands behind the keys
 * `image`, `repository` and `newName`, and `name` beside `newTag`. Some may be none.
 */
export function imageNames(text: string): ReadonlySet<string> {
  const keys = text.includes('newTag') ? 'image|repository|newName|name' : 'image|repository'
  const found = new Set<string>()
  const registries = text.includes('registry') ? valuesOf(text, 'registry') : []
  for (const value of valuesOf(text, keys))
    for (const whole of [value, ...registries.map(registry => `${registry}/${value}`)]) {
      const name = canonicalOf(whole)
      if (name !== undefined) found.add(name)
    }
  return found
}

/** What stands behind keys, each once. */
function valuesOf(text: string, keys: string): readonly string[] {
  const values = new RegExp(`(?:^|[\\s{,"'-])(?:${keys})["']?[ \\t]*:[ \\t]*["']?([\\w./:@-]+)`, 'gm')
  return [...new Set([...text.matchAll(values)].map(([, value = '']) => value))]
}

/**
 * Where documents write images without a marker, by canonical name: a whole image of the key `image`, the `tag` beside a
 * `repository` (and `registry`), and kustomize's `newTag`.
 */
export function unmarkedImages(
  documents: readonly YamlDocument[],
): ReadonlyMap<string, readonly UnmarkedImage[]> {
  const found = documents.flatMap(({ root }) => [...inNode(root)])
  const byName = groupBy(found, ({ name }) => name)
  return new Map([...byName].map(([name, all]) => [name, all.map(({ image }) => image)]))
}

interface Named {
  readonly name: string
  readonly image: UnmarkedImage
}

function* inNode(node: Node | undefined): Iterable<Named> {
  if (node?.kind === 'sequence') for (const item of node.items) yield* inNode(item)
  if (node?.kind !== 'mapping') return
  yield* splitImage(node)
  for (const entry of node.entries) {
    const { value } = entry
    if (value?.kind !== 'scalar') yield* inNode(value)
    else if (isWhole(entry, value)) yield* named([value.text], { scalar: value, part: 'image' })
  }
}

function isWhole({ key }: Entry, value: Scalar): boolean {
  return key.kind === 'scalar' && key.text === 'image' && shapeOf(value.text) === 'image' && isFree(value)
}

/** The tag of an image whose name stands beside it. */
function splitImage(node: Node): readonly Named[] {
  const textOf = (name: string) => {
    const value = field(node, name)
    return value?.kind === 'scalar' && value.text !== '' ? value : undefined
  }
  const newTag = textOf('newTag')
  const tag = newTag ?? textOf('tag')
  const name = newTag ? (textOf('newName') ?? textOf('name')) : textOf('repository')
  if (!tag || !name || !isFree(tag) || !isFree(name)) return []
  const registry = newTag ? undefined : textOf('registry')
  const names = registry ? [name.text, `${registry.text}/${name.text}`] : [name.text]
  return named(names, { scalar: tag, part: 'tag' })
}

/** An image under each of its names that is one. */
function named(values: readonly string[], image: UnmarkedImage): readonly Named[] {
  const names = new Set(values.map(canonicalOf))
  return [...names].flatMap(name => (name === undefined ? [] : [{ name, image }]))
}

/** The canonical name of a value without its tag and digest; undefined where it is no image. */
export function canonicalOf(value: string): string | undefined {
  const bare = value.split('@')[0]?.replace(/:[\w][\w.-]*$/, '') ?? ''
  const name = canonicalImage(bare)
  return isGoError(name) ? undefined : name
}

/** Whether a scalar has no marker yet, nor what was meant as one: that is to be corrected, not to be joined by another. */
export function isFree({ lineComment }: Scalar): boolean {
  return lineComment === undefined || !isMeantAsMarker(lineComment.text)
}
