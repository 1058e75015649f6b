import { field, type Mapping, type Scalar, type YamlDocument } from '../../text/node.ts'
import { imageGroup, isKindName } from '../resources/kinds.ts'

/** An object that is, or was meant to be, of one of the three kinds. */
export interface ImageObject {
  readonly node: Mapping
  readonly apiVersion: Scalar
  readonly kind: Scalar
  /** `apiVersion` before its slash, and behind it; the version is empty where there is none. */
  readonly group: string
  readonly version: string
}

/**
 * The objects of a document that Flux's image controllers are meant to read, those inside a `kind: List` too.
 * None of a document that does not parse: what a broken text leaves out is no fault of its own.
 */
export function imageObjects({ root, errors }: YamlDocument): readonly ImageObject[] {
  return errors.length > 0 || root?.kind !== 'mapping' ? [] : objectsIn(root)
}

/** The same of an object, or of the items of a List. */
export function objectsIn(node: Mapping): readonly ImageObject[] {
  const [apiVersion, kind, items] = [field(node, 'apiVersion'), field(node, 'kind'), field(node, 'items')]
  if (apiVersion?.kind !== 'scalar' || kind?.kind !== 'scalar') return []
  if (kind.text.endsWith('List') && items?.kind === 'sequence')
    return items.items.flatMap(item => (item.kind === 'mapping' ? objectsIn(item) : []))
  const [group = '', version = ''] = apiVersion.text.split('/')
  // ImagePolicy is a kind of other projects too: only Flux's own groups are looked at.
  const isMeant = group === imageGroup || (group.includes('fluxcd') && isKindName(kind.text))
  return isMeant ? [{ node, apiVersion, kind, group, version }] : []
}
