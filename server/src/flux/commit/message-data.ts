import { fn } from '../../go/reflect/function.ts'
import {
  anyType,
  type Dict,
  type Field,
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

/** What a commit message is rendered from: Flux's `TemplateData`. */
export interface MessageData {
  readonly automationObject: { readonly namespace: string; readonly name: string }
  /** In the order they were made. */
  readonly changes: readonly MessageChange[]
  /** `spec.git.commit.messageTemplateValues`; null where there are none. */
  readonly values: Readonly<Record<string, string>> | null
}

export interface MessageChange {
  /** Relative to `update.path`. */
  readonly file: string
  readonly object: {
    readonly apiVersion: string
    readonly kind: string
    readonly namespace: string
    readonly name: string
  }
  /** `ns:policy[:suffix]`. */
  readonly setter: string
  readonly old: string
  readonly new: string
}

/** The data as the template meets it, with Flux's own types and methods. */
export function templateData({ automationObject, changes, values }: MessageData): GoValue {
  const name = [toBytes(automationObject.namespace), toBytes(automationObject.name)]
  const texts =
    values === null
      ? null
      : toMap(Object.entries(values).map(([key, value]) => [toBytes(key), toBytes(value)]))
  return of(templateDataType, [name, [fileChanges(changes)], texts])
}

type Fields = readonly unknown[]

const text = (name: string, json?: string): Field =>
  json === undefined ? { name, type: stringType } : { name, type: stringType, json, omitEmpty: true }
const embedded = (name: string, type: GoType): Field => ({ name, type, embedded: true })

const changeType = structOf('update.Change', [text('OldValue'), text('NewValue'), text('Setter')])
const changesType: GoType<Slice<Fields>> = sliceOf(changeType)
const typeMetaType = structOf('yaml.TypeMeta', [text('APIVersion', 'apiVersion'), text('Kind', 'kind')])
const nameMetaType = structOf('yaml.NameMeta', [text('Name', 'name'), text('Namespace', 'namespace')])
const resourceIdentifierType = structOf('yaml.ResourceIdentifier', [
  embedded('TypeMeta', typeMetaType),
  embedded('NameMeta', nameMetaType),
])
const objectIdentifierType = structOf('update.ObjectIdentifier', [
  embedded('ResourceIdentifier', resourceIdentifierType),
])
const objectChangesType: GoType<Dict> = mapOf(objectIdentifierType, changesType, 'update.ObjectChanges')
const fileChangesType = mapOf(stringType, objectChangesType)
const loggedNameType = structOf(
  'struct { Name string "json:\\"name\\""; Namespace string "json:\\"namespace,omitempty\\"" }',
  [{ name: 'Name', type: stringType, json: 'name' }, text('Namespace', 'namespace')],
)
const plainName = structOf('types.NamespacedName', [text('Namespace'), text('Name')])
const namespacedNameType: GoType<Fields> = {
  ...plainName,
  methods: new Map<string, GoFunction>([
    ['String', fn([plainName], stringType, ([namespace, name]) => `${namespace}/${name}`)],
    ['MarshalLog', fn([plainName], anyType, ([namespace, name]) => of(loggedNameType, [name, namespace]))],
  ]),
}
const plainResult = structOf('update.Result', [{ name: 'FileChanges', type: fileChangesType }])
const resultType: GoType<Fields> = {
  ...plainResult,
  methods: new Map<string, GoFunction>([
    ['Changes', fn([plainResult], changesType, ([files]) => distinctChanges(files as Dict))],
    ['Objects', fn([plainResult], objectChangesType, ([files]) => changesByObject(files as Dict))],
  ]),
}
const templateDataType = structOf('source.TemplateData', [
  { name: 'AutomationObject', type: namespacedNameType },
  { name: 'Changed', type: resultType },
  { name: 'Values', type: mapOf(stringType, stringType) },
])

/** File to object to changes; nil where nothing changed. */
function fileChanges(changes: readonly MessageChange[]): Dict {
  const files: GoMap = new Map()
  for (const { file, object, setter, old, new: value } of changes) {
    const key = toBytes(file)
    const objects = (files.get(key)?.value as GoMap | undefined) ?? new Map()
    files.set(key, { key, value: objects })
    const typeMeta = [toBytes(object.apiVersion), toBytes(object.kind)]
    const nameMeta = [toBytes(object.name), toBytes(object.namespace)]
    addChanges(objects, [[typeMeta, nameMeta]], [[toBytes(old), toBytes(value), toBytes(setter)]])
  }
  return files.size === 0 ? null : files
}

function addChanges(objects: GoMap, object: Fields, changes: readonly Fields[]): void {
  const key = keyIdentity(object)
  const before = (objects.get(key)?.value ?? []) as readonly Fields[]
  objects.set(key, { key: object, value: [...before, ...changes] })
}

/** `Result.Changes`, without duplicates. */
function distinctChanges(files: Dict): Slice<Fields> {
  const distinct = new Map(recordedChanges(files).map(([, change]) => [keyIdentity(change), change]))
  return distinct.size === 0 ? null : [...distinct.values()]
}

/** `Result.Objects`: what changed in an object, in whichever files it is. */
function changesByObject(files: Dict): GoMap {
  const objects: GoMap = new Map()
  for (const [object, change] of recordedChanges(files)) addChanges(objects, object, [change])
  return objects
}

/**
 * Flux goes over files and over a file's objects as Go goes over its maps: up to eight of them in the order they
 * were recorded, but from a random place on. This begins with the first, which is the likeliest.
 */
function recordedChanges(files: Dict): (readonly [object: Fields, change: Fields])[] {
  const objects = [...(files ?? new Map()).values()].flatMap(file => [...(file.value as GoMap).values()])
  return objects.flatMap(({ key, value }) =>
    (value as readonly Fields[]).map(change => [key as Fields, change] as const),
  )
}
