import { type Mapping, type Node, textAt } from '../../text/node.ts'
import { imageGroup, isKindName, type KindName, momentOf, servedVersions } from '../resources/kinds.ts'
import { objectSchema } from './object-schema.ts'
import { exists, type FluxMinor, isApiVersion, type Moment, type Schema } from './schema.ts'

/** A place in an object of one of the three kinds, and what the definition says about it. */
export interface DescribedPlace {
  readonly kind: KindName
  readonly moment: Moment
  readonly object: Mapping
  /** The namespace that the object is of, as far as the file tells. */
  readonly namespace: string | undefined
  /** The way from the object, `[]` for any item and `*` for any key: `spec.policySelector.matchLabels.*`. */
  readonly path: string
  readonly schema: Schema
  /** Whether the schema is that of an item of a list. */
  readonly isItem: boolean
}

/** The innermost object of the three kinds on the way to a place, and the schema there; undefined where there is none. */
export function describedPlace(
  root: Node | undefined,
  path: readonly (string | number)[],
  flux: FluxMinor,
): DescribedPlace | undefined {
  let found: DescribedPlace | undefined
  let node = root
  for (const [index, step] of [...path, ''].entries()) {
    if (node?.kind === 'mapping') {
      const kind = textAt(node, 'kind')
      const [group, version = ''] = textAt(node, 'apiVersion')?.split('/') ?? []
      const isOther = group?.includes('.') && group !== imageGroup
      if (isKindName(kind) && !isOther) {
        const api = isApiVersion(version) ? version : (servedVersions(kind, flux).at(-1) ?? 'v1')
        const moment = momentOf(kind, api, flux)
        const namespace = textAt(node, 'metadata', 'namespace')
        const at = schemaAt(objectSchema(kind), path.slice(index), moment)
        found = at && { kind, moment, object: node, namespace, ...at }
      }
      const next = node.entries.find(({ key }) => key.kind === 'scalar' && key.text === step)
      node = next?.value
    } else node = node?.kind === 'sequence' && typeof step === 'number' ? node.items[step] : undefined
  }
  return found
}

function schemaAt(
  start: Schema,
  way: readonly (string | number)[],
  moment: Moment,
): Pick<DescribedPlace, 'path' | 'schema' | 'isItem'> | undefined {
  let [schema, path, isItem] = [start, '', false]
  for (const step of way) {
    isItem = typeof step === 'number'
    if (typeof step === 'number') {
      if (schema.type !== 'array') return undefined
      ;[schema, path] = [schema.items, `${path}[]`]
    } else if (schema.type === 'map') {
      ;[schema, path] = [{ type: 'string', description: '' }, `${path}.*`]
    } else {
      const field: Schema | undefined =
        schema.type === 'object' && Object.hasOwn(schema.fields, step) ? schema.fields[step] : undefined
      if (field === undefined || !exists(field, moment)) return undefined
      ;[schema, path] = [field, path === '' ? step : `${path}.${step}`]
    }
  }
  return { schema, path, isItem }
}
