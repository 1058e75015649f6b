import { fn } from '../../go/reflect/function.ts'
import {
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
import { keyIdentity, of, toMap } from '../../go/reflect/value.ts'
import { toBytes } from '../../go/utf8.ts'
import { newestFlux } from '../resources/kinds.ts'
import type { FluxMinor } from '../schema/schema.ts'
import { isFluxAtLeast } from '../version/flux-version.ts'
import { imageResult, imageResultType } from './images-data.ts'
import type { MessageChange } from './message-change.ts'
import {
  namespacedNameType,
  objectIdentifier,
  objectIdentifierType,
  type StructFields,
  text,
} from './names-data.ts'

/** What a commit message is rendered from: Flux's `TemplateData`. */
export interface MessageData {
  /** The version of Flux that renders it, such as `2.6`; the newest where absent. */
  readonly flux?: string
  readonly automationObject: { readonly namespace: string; readonly name: string }
  /** In the order they were made. */
  readonly changes: readonly MessageChange[]
  /** `spec.git.commit.messageTemplateValues`; null where there are none. */
  readonly values: Readonly<Record<string, string>> | null
}

/** The data as the template meets it, with the types, fields and methods that this version of Flux has. */
export function templateData({ flux = newestFlux, automationObject, changes, values }: MessageData): GoValue {
  const name = [toBytes(automationObject.namespace), toBytes(automationObject.name)]
  const texts =
    values === null
      ? null
      : toMap(Object.entries(values).map(([key, value]) => [toBytes(key), toBytes(value)]))
  const has = (minor: FluxMinor) => isFluxAtLeast(flux, minor)
  const fields: readonly (readonly [name: string, value: GoValue])[] = [
    ['AutomationObject', of(namespacedNameType, name)],
    ...(has('2.7') ? [] : [['Updated', of(imageResultType, imageResult(changes))] as const]),
    ...(has('2.3') ? [['Changed', changedOf(flux, changes)] as const] : []),
    ...(has('2.5') ? [['Values', of(mapOf(stringType, stringType), texts)] as const] : []),
  ]
  const type = structOf(
    'source.TemplateData',
    fields.map(([name, { type }]) => ({ name, type })),
  )
  return of(
    type,
    fields.map(([, { data }]) => data),
  )
}

const changeType = structOf('update.Change', [text('OldValue'), text('NewValue'), text('Setter')])
const changesType: GoType<Slice<StructFields>> = sliceOf(changeType)
const objectChangesType: GoType<Dict> = mapOf(objectIdentifierType, changesType, 'update.ObjectChanges')
const fileChangesType = mapOf(stringType, objectChangesType)
const resultMethods = (
  result: GoType<StructFields>,
  changesAt: number,
  joinsFiles: boolean,
): GoType<StructFields> => ({
  ...result,
  methods: new Map<string, GoFunction>([
    ['Changes', fn([result], changesType, fields => distinctChanges(fields[changesAt] as Dict))],
    [
      'Objects',
      fn([result], objectChangesType, fields => changesByObject(fields[changesAt] as Dict, joinsFiles)),
    ],
  ]),
})

/** `.Changed`, which lost the images in Flux 2.7, and up to 2.8 has an object's changes of one file alone. */
function changedOf(flux: string, changes: readonly MessageChange[]): GoValue<StructFields> {
  const field = { name: 'FileChanges', type: fileChangesType }
  const files = fileChanges(changes)
  if (isFluxAtLeast(flux, '2.7'))
    return of(resultMethods(structOf('update.Result', [field]), 0, isFluxAtLeast(flux, '2.9')), [files])
  const images = { name: 'ImageResult', type: imageResultType }
  return of(resultMethods(structOf('update.ResultV2', [images, field]), 1, false), [
    imageResult(changes),
    files,
  ])
}

/** File to object to changes; nil where nothing changed. */
function fileChanges(changes: readonly MessageChange[]): Dict {
  const files: GoMap = new Map()
  for (const { file, object, setter, old, new: value } of changes) {
    const key = toBytes(file)
    const objects = (files.get(key)?.value as GoMap | undefined) ?? new Map()
    files.set(key, { key, value: objects })
    addChanges(objects, objectIdentifier(object), [[toBytes(old), toBytes(value), toBytes(setter)]])
  }
  return files.size === 0 ? null : files
}

function addChanges(objects: GoMap, object: StructFields, changes: readonly StructFields[]): void {
  const key = keyIdentity(object)
  const before = (objects.get(key)?.value ?? []) as readonly StructFields[]
  objects.set(key, { key: object, value: [...before, ...changes] })
}

/** `Result.Changes`, without duplicates. */
function distinctChanges(files: Dict): Slice<StructFields> {
  const distinct = new Map(recordedChanges(files).map(([, change]) => [keyIdentity(change), change]))
  return distinct.size === 0 ? null : [...distinct.values()]
}

/**
 * `Result.Objects`: what changed in an object, in whichever files it is. Before image-automation-controller 1.2 the
 * last file that Flux comes by wins.
 */
function changesByObject(files: Dict, joinsFiles: boolean): GoMap {
  if (!joinsFiles)
    return new Map([...(files ?? new Map()).values()].flatMap(({ value }) => [...(value as GoMap)]))
  const objects: GoMap = new Map()
  for (const [object, change] of recordedChanges(files)) addChanges(objects, object, [change])
  return objects
}

/**
 * Flux goes over files and over a file's objects as Go goes over its maps: up to eight of them in the order they
 * were recorded, but from a random place on. This begins with the first, which is the likeliest.
 */
function recordedChanges(files: Dict): (readonly [object: StructFields, change: StructFields])[] {
  const objects = [...(files ?? new Map()).values()].flatMap(file => [...(file.value as GoMap).values()])
  return objects.flatMap(({ key, value }) =>
    (value as readonly StructFields[]).map(change => [key as StructFields, change] as const),
  )
}
