import type { EffectiveResource } from '../../kustomize/build/effective-root.ts'
import { describeTransformation } from '../../kustomize/values/transformation.ts'
import { type Value, valueAt } from '../../kustomize/values/value.ts'
import { field, type Mapping, type Node } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { ImageResource } from '../resources/kinds.ts'
import type { Placed } from '../resources/resource-index.ts'
import { readFrom } from '../resources/resources-at.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import { type HoldRefusal, refusal } from './refusal.ts'
import { type Spot, spotAt } from './spot.ts'

/** An object in one of the forms that clusters receive, and all that it was read from. */
export interface Form {
  readonly snapshot: Snapshot
  readonly placed: Placed
  readonly read: EffectiveResource
}

/** Where a field is written: in the object's own file, or where a patch brings it. */
export interface FieldSite {
  readonly file: SourceFile
  /** Of the value; of the alias, where one stands for it or for what it is in. */
  readonly span: Span
  readonly spot: Spot
  readonly value: Value
  /** What is left of the field's path behind an alias. */
  readonly beyond: readonly string[] | undefined
}

/** The forms of an object. */
export function formsOf(snapshot: Snapshot, all: readonly Placed<ImageResource>[]): readonly Form[] {
  return all.flatMap(placed => {
    const read = readFrom(snapshot, placed)
    return read ? [{ snapshot, placed, read }] : []
  })
}

/** Where a field of an object is written; undefined where nothing gives it, a refusal where it cannot be changed there. */
export function fieldSite(form: Form, path: readonly string[]): FieldSite | HoldRefusal | undefined {
  const { snapshot, placed, read } = form
  const value = valueAt(read.body, ...path)
  if (value === undefined) return undefined
  const name = path.join('.')
  const { source } = value
  const { change } = source
  if (change && !change.by.startsWith('patch'))
    return refusal(
      'state',
      `${name} of ${words(form)} comes from ${describeTransformation(change)}: change it there by hand.`,
    )
  const file = snapshot.files.get(source.file)
  if (file === undefined)
    return refusal('state', `${source.file}, which holds ${name} of ${words(form)}, is not read.`)
  const isOwn = change === undefined && source.file === placed.path
  const used = isOwn ? useSite(placed.resource.node, path) : undefined
  const span = used?.node.span ?? value.span
  const spot = spotAt(file, span)
  if (spot === undefined) return refusal('state', `${name} of ${words(form)} is not found in ${file.path}.`)
  const beyond = used?.node.kind === 'alias' ? used.beyond : undefined
  return { file, span, spot, value, beyond }
}

/** The object's own `spec`, where it stands in lines or braces of its own. */
export function ownSpec({
  snapshot,
  placed,
}: Form): { readonly file: SourceFile; readonly spec: Mapping } | undefined {
  const file = snapshot.files.get(placed.path)
  const spec = field(placed.resource.node, 'spec')
  return file && spec?.kind === 'mapping' ? { file, spec } : undefined
}

/** An object for a sentence: `ImagePolicy apps/web`. */
export function words({ placed: { resource, namespace } }: Pick<Form, 'placed'>): string {
  return `${resource.kind} ${namespace === undefined ? '' : `${namespace}/`}${resource.name}`
}

/** The value of a field as it stands in an object, or the alias on the way to it. */
function useSite(
  root: Node,
  path: readonly string[],
): { readonly node: Node; readonly beyond: readonly string[] } | undefined {
  let node: Node | undefined = root
  for (const [index, name] of path.entries()) {
    const next: Node | undefined = field(node, name)
    if (next === undefined) return undefined
    if (next.kind === 'alias') return { node: next, beyond: path.slice(index + 1) }
    node = next
  }
  return node && { node, beyond: [] }
}
