import { isGoError } from '../../go/go-error.ts'
import { fn } from '../../go/reflect/function.ts'
import {
  type Any,
  anyType,
  type Dict,
  type GoFunction,
  type GoMap,
  type GoType,
  type GoValue,
  mapOf,
  type Slice,
  sliceOf,
  stringType,
  structOf,
} from '../../go/reflect/type.ts'
import { keyIdentity, of } from '../../go/reflect/value.ts'
import { type Bytes, toBytes, toText } from '../../go/utf8.ts'
import { parseReference } from '../resources/image.ts'
import type { MessageChange } from './message-change.ts'
import {
  namespacedNameType,
  objectIdentifier,
  objectIdentifierType,
  type StructFields,
} from './names-data.ts'

/**
 * `.Updated`, and `.Changed.ImageResult`, up to Flux 2.6: which images were written where (pkg/update/result.go of the
 * image-automation-controller up to 0.41). An image is the whole one of the policy, also where a marker takes its tag.
 */
export function imageResult(changes: readonly MessageChange[]): StructFields {
  const files: GoMap = new Map()
  for (const change of changes) {
    const key = toBytes(change.file)
    const [objects] = (files.get(key)?.value as readonly [GoMap] | undefined) ?? [new Map()]
    files.set(key, { key, value: [objects] })
    addImages(objects, objectIdentifier(change.object), [imageRef(change)])
  }
  return [files]
}

const plainImageRef = structOf('update.imageRef', [{ name: 'Reference', type: stringType, embedded: true }])
const textOf = (read: (image: Bytes) => string) =>
  fn([plainImageRef], stringType, ([image]) => toBytes(read(toText(image as Bytes))))
const imageRefType: GoType<StructFields> = {
  ...plainImageRef,
  methods: new Map<string, GoFunction>([
    ['String', textOf(image => image)],
    ['Name', textOf(image => partsOf(image).name)],
    ['Identifier', textOf(image => partsOf(image).identifier)],
    ['Repository', textOf(image => partsOf(image).context.repository)],
    ['Registry', textOf(image => partsOf(image).context.registry)],
    ['Policy', fn([plainImageRef], namespacedNameType, ([, policy]) => policy as StructFields)],
  ]),
}
const imagesType: GoType<Slice<Any>> = sliceOf({ ...anyType, name: 'update.ImageRef' })
const imagesByObjectType = mapOf(objectIdentifierType, imagesType)
const fileResultType = structOf('update.FileResult', [{ name: 'Objects', type: imagesByObjectType }])
const plainResult = structOf('update.Result', [{ name: 'Files', type: mapOf(stringType, fileResultType) }])

/** The type of an `imageResult`. */
export const imageResultType: GoType<StructFields> = {
  ...plainResult,
  methods: new Map<string, GoFunction>([
    ['Images', fn([plainResult], imagesType, ([files]) => distinctImages(files as Dict))],
    ['Objects', fn([plainResult], imagesByObjectType, ([files]) => imagesByObject(files as Dict))],
  ]),
}

/** The policy lies behind the fields, where no template sees it but by its method. */
function imageRef({ setter, image, new: value }: MessageChange): GoValue<StructFields> {
  const [namespace = '', name = ''] = setter.split(':')
  return of(imageRefType, [toBytes(image ?? value), [toBytes(namespace), toBytes(name)]])
}

/** What is no image, which Flux does not get this far with, is all name. */
function partsOf(image: string) {
  const reference = parseReference(image)
  if (!isGoError(reference)) return reference
  return { name: image, identifier: '', context: { registry: '', repository: image } }
}

/** Those that the object has not got yet. */
function addImages(objects: GoMap, object: StructFields, images: readonly Any[]): void {
  const key = keyIdentity(object)
  const before = (objects.get(key)?.value ?? []) as readonly Any[]
  objects.set(key, { key: object, value: distinct([...before, ...images]) })
}

function distinct(images: readonly Any[]): readonly Any[] {
  return [...new Map(images.map(image => [keyIdentity(image?.data), image])).values()]
}

/** `Result.Images`: nil where there are none. */
function distinctImages(files: Dict): Slice<Any> {
  const images = distinct(recorded(files).flatMap(([, images]) => images))
  return images.length === 0 ? null : images
}

/** `Result.Objects`: in whichever files an object is. An image that is in two of them comes twice. */
function imagesByObject(files: Dict): GoMap {
  const objects: GoMap = new Map()
  for (const [object, images] of recorded(files)) {
    const key = keyIdentity(object)
    const before = (objects.get(key)?.value ?? []) as readonly Any[]
    objects.set(key, { key: object, value: [...before, ...images] })
  }
  return objects
}

/** In the order recorded, as `.Changed.Changes` has it. */
function recorded(files: Dict): readonly (readonly [object: StructFields, images: readonly Any[]])[] {
  const objects = [...(files ?? new Map()).values()].flatMap(({ value: [objects] }) => [
    ...(objects as GoMap).values(),
  ])
  return objects.map(({ key, value }) => [key as StructFields, value as readonly Any[]] as const)
}
