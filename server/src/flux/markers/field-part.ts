import type { Entry } from '../../text/node.ts'
import type { MarkedValue } from './marked-value.ts'
import type { Part } from './setter.ts'
import { type Shape, shapeOf } from './shape.ts'

/**
 * Which part of an image belongs into the field that a marker stands on (docs/flux.md §4.5, row 31): by its key where
 * that leaves no doubt, whatever the value has become, else by the value. Undefined where nothing is known.
 */
export function expectedPart({ key, siblings, marker, setter }: MarkedValue): Part | undefined {
  const shape = shapeOf(marker.value.scalar.text)
  const { part } = setter
  if (key === 'newTag') return 'tag'
  if (key === 'newName') return 'name'
  const isText = shape !== 'other'
  if (isText && isTag.test(key)) return 'tag'
  if (isText && key === 'digest') return 'digest'
  if (isText && isRepository.test(key)) return repositoryPart(part, shape, siblings)
  if (key === 'image' && isWhole(siblings) && (shape === 'tag' || shape === 'digest')) return 'image'
  if (shape === 'digest') return 'digest'
  const byShape = partsOfShape[shape]
  if (byShape === undefined || byShape.includes(part)) return undefined
  if (part === 'image' && shape === 'name') return undefined
  return byShape[0]
}

/** Whether the value is none of that part: Flux, or a person, has written another one. */
export function isDamaged(wanted: Part, text: string): boolean {
  const shape = shapeOf(text)
  if (wanted === 'tag') return shape === 'image' || shape === 'name' || shape === 'digest'
  if (wanted === 'name') return shape === 'image' || shape === 'digest' || shape === 'tag'
  if (wanted === 'digest') return shape === 'image' || shape === 'name' || shape === 'tag'
  return shape === 'tag' || shape === 'digest'
}

/** The part in a whole image, as it belongs into the field; undefined where the value does not hold it. */
export function partIn(text: string, wanted: Part, image: string | undefined): string | undefined {
  const shape = shapeOf(text)
  if (wanted === 'image') return shape === 'tag' && image !== undefined ? `${image}:${text}` : undefined
  if (shape !== 'image') return wanted === 'name' ? image : undefined
  const [bare = '', digest] = text.split('@')
  const [, name, tag] = /^(.*?)(?::([\w][\w.-]*))?$/.exec(bare) ?? []
  return { name, tag, digest }[wanted]
}

const isTag = /^(?:tag|image_?tag|image-tag)$/i
const isRepository = /^(?:repository|repo)$/i

/** A repository beside a tag is a name alone; by itself it may be a whole image. */
function repositoryPart(part: Part, shape: Shape, siblings: readonly Entry[]): Part | undefined {
  if (part === 'tag' || part === 'digest' || shape === 'name') return 'name'
  return siblings.some(({ key }) => key.kind === 'scalar' && isTag.test(key.text)) ? 'name' : undefined
}

/** Whether an `image` is the whole of one: nothing beside it holds the rest. */
function isWhole(siblings: readonly Entry[]): boolean {
  return !siblings.some(
    ({ key }) =>
      key.kind === 'scalar' &&
      /^(?:repository|repo|registry|image_?name|image_?repository|tag|image_?tag|version)$/i.test(key.text),
  )
}

/** Which parts a value of that look can have been; none where nothing is known. */
const partsOfShape: Readonly<Partial<Record<Shape, readonly Part[]>>> = {
  image: ['image'],
  name: ['name', 'image'],
  tag: ['tag'],
}
