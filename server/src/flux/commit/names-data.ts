import { fn } from '../../go/reflect/function.ts'
import {
  anyType,
  type Field,
  type GoFunction,
  type GoType,
  stringType,
  structOf,
} from '../../go/reflect/type.ts'
import { of } from '../../go/reflect/value.ts'
import { toBytes } from '../../go/utf8.ts'
import type { ObjectIdentifier } from '../images/object-identifier.ts'

/** A Go struct: its fields in order. */
export type StructFields = readonly unknown[]

export const text = (name: string, json?: string): Field =>
  json === undefined ? { name, type: stringType } : { name, type: stringType, json, omitEmpty: true }
const embedded = (name: string, type: GoType): Field => ({ name, type, embedded: true })

const typeMetaType = structOf('yaml.TypeMeta', [text('APIVersion', 'apiVersion'), text('Kind', 'kind')])
const nameMetaType = structOf('yaml.NameMeta', [text('Name', 'name'), text('Namespace', 'namespace')])
const resourceIdentifierType = structOf('yaml.ResourceIdentifier', [
  embedded('TypeMeta', typeMetaType),
  embedded('NameMeta', nameMetaType),
])

/** Which object was changed: what `.Objects` maps from. */
export const objectIdentifierType: GoType<StructFields> = structOf('update.ObjectIdentifier', [
  embedded('ResourceIdentifier', resourceIdentifierType),
])

/** An object as `objectIdentifierType` holds it. */
export function objectIdentifier({ apiVersion, kind, name, namespace }: ObjectIdentifier): StructFields {
  return [
    [
      [toBytes(apiVersion), toBytes(kind)],
      [toBytes(name), toBytes(namespace)],
    ],
  ]
}

const loggedNameType = structOf(
  'struct { Name string "json:\\"name\\""; Namespace string "json:\\"namespace,omitempty\\"" }',
  [{ name: 'Name', type: stringType, json: 'name' }, text('Namespace', 'namespace')],
)
const plainName = structOf('types.NamespacedName', [text('Namespace'), text('Name')])

/** The name of an automation or a policy; prints as `namespace/name`. */
export const namespacedNameType: GoType<StructFields> = {
  ...plainName,
  methods: new Map<string, GoFunction>([
    ['String', fn([plainName], stringType, ([namespace, name]) => `${namespace}/${name}`)],
    ['MarshalLog', fn([plainName], anyType, ([namespace, name]) => of(loggedNameType, [name, namespace]))],
  ]),
}
