import type { Mapping, Node, YamlDocument } from '../../text/node.ts'
import { field, textAt } from '../../text/node.ts'
import { type ImageResource, isImageKind, isKindName, kinds } from './kinds.ts'
import { isTrue, stringMap } from './read-fields.ts'

export type { DigestReflectionPolicy, ImagePolicy } from './image-policy.ts'
export type { ImageRepository } from './image-repository.ts'
export type { ImageUpdateAutomation, LabelRequirement, LabelSelector } from './image-update-automation.ts'
export type { ImageResource } from './kinds.ts'
export type { Field, ObjectRef } from './read-fields.ts'

/** The image automation resources of one document, those inside a `kind: List` too. Whatever is missing or of a wrong type is left out. */
export function resourcesOf(document: YamlDocument): readonly ImageResource[] {
  return objectsOf(document.root).flatMap(node => {
    const read = toResource(node)
    return read ? [read] : []
  })
}

/** The Kubernetes objects of a document: itself, or the items of a List. */
function objectsOf(root: Node | undefined): readonly Mapping[] {
  if (root?.kind !== 'mapping') return []
  const items = field(root, 'items')
  if (textAt(root, 'kind')?.endsWith('List') && items?.kind === 'sequence')
    return items.items.flatMap(objectsOf)
  return [root]
}

/** An object as one of the kinds, or undefined. */
export function toResource(node: Mapping): ImageResource | undefined {
  const apiVersion = textAt(node, 'apiVersion') ?? ''
  const kind = textAt(node, 'kind')
  const name = field(node, 'metadata', 'name')
  if (!isKindName(kind) || !isImageKind({ apiVersion, kind }) || name?.kind !== 'scalar') return undefined
  const namespace = textAt(node, 'metadata', 'namespace')
  const spec = field(node, 'spec')
  return {
    apiVersion,
    name: name.text,
    ...(namespace === undefined ? {} : { namespace }),
    labels: stringMap(field(node, 'metadata', 'labels')),
    span: name.span,
    node,
    suspend: isTrue(field(spec, 'suspend')),
    ...kinds[kind].read(spec, apiVersion),
  }
}
