import type { YamlDocument } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { jsonNormal } from '../values/json-normal.ts'
import { type Resource, resource } from '../values/resource.ts'
import { isEmpty, type MapValue, type Source, textAt, type Value, valueAt } from '../values/value.ts'
import { hasExcessiveAliases, type PlaceSpan, valueOfNode } from '../values/value-of-node.ts'

/** What keeps a text from being resources, and where. */
export interface NotResources {
  readonly reason: string
  readonly span: Span
}

/**
 * The Kubernetes objects of a text's documents, as kustomize reads a resource file or a strategic merge patch:
 * empty documents are passed over, Lists stand for their items, each object must have a kind and a name.
 */
export function readResources(
  documents: readonly YamlDocument[],
  source: Source,
  place?: PlaceSpan,
): readonly Resource[] | NotResources {
  const values: { readonly value: Value; readonly span: Span }[] = []
  for (const document of documents) {
    const at = place ? place(document.span) : document.span
    const error = document.errors[0]
    if (error)
      return { reason: `MalformedYAMLError: ${error.message}`, span: place ? place(error.span) : error.span }
    if (document.root === undefined) continue
    if (hasExcessiveAliases(document.root))
      return { reason: 'document contains excessive aliasing', span: at }
    const value = valueOfNode(document.root, source, place)
    if (!isEmpty(value)) values.push({ value, span: at })
  }
  const queue = values.length === 1 ? unwrapped(values) : values
  const resources: Resource[] = []
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { value, span } = next
    if (isEmpty(value)) continue
    const reason = invalid(value)
    if (reason !== undefined || value.kind !== 'map')
      return { reason: reason ?? 'not a mapping', span: value.span }
    const items = valueAt(value, 'items')
    if (!textAt(value, 'kind').endsWith('List') || items === undefined) {
      resources.push(resource(value, { file: source.file, span }))
      continue
    }
    if (items.kind !== 'list' && !isEmpty(items))
      return { reason: 'expected array in items', span: items.span }
    // Items go behind what is still to come, and through JSON on their way.
    const list = items.kind === 'list' ? items.items : []
    queue.push(...list.map(item => ({ value: jsonNormal(item, 'printed', [], 'json'), span: item.span })))
  }
  return resources
}

/** A lone `kind: List` stands for its items as they are written. */
function unwrapped(
  values: { readonly value: Value; readonly span: Span }[],
): { readonly value: Value; readonly span: Span }[] {
  const value = values[0]?.value
  const kind = textAt(value, 'kind')
  const items = valueAt(value, 'items')
  if (kind !== 'List' && kind !== 'ResourceList') return values
  if (items === undefined) return valueAt(value, 'functionConfig') ? [] : values
  return items.kind === 'list' ? items.items.map(item => ({ value: item, span: item.span })) : []
}

function invalid(value: Value): string | undefined {
  if (value.kind !== 'map') return 'missing Resource metadata'
  const kind = textAt(value, 'kind')
  if (kind === '') return isWithoutMetadata(value) ? 'missing Resource metadata' : 'missing kind in object'
  return kind.endsWith('List') || textAt(value, 'metadata', 'name') !== ''
    ? undefined
    : 'missing metadata.name in object'
}

function isWithoutMetadata(value: MapValue): boolean {
  return isEmpty(valueAt(value, 'apiVersion')) && isEmpty(valueAt(value, 'metadata'))
}
