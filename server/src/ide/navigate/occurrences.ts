import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import { isImagePolicy } from '../../flux/resources/image-policy.ts'
import { isImageRepository } from '../../flux/resources/image-repository.ts'
import { isKindName, type KindName, kinds, policyKind, repositoryKind } from '../../flux/resources/kinds.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import { markersOf, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { field, textAt } from '../../text/node.ts'
import { contains, type Span } from '../../text/span.ts'
import type { Place } from '../answers.ts'

/** An object of image automation, by the name that it goes by in the cluster. */
export interface Named {
  readonly kind: KindName
  readonly ref: PolicyRef
}

/** A place where something is named: by itself, or by what refers to it. */
export interface Occurrence extends Place {
  readonly isDeclaration: boolean
  /** What kustomizations do to the resource that is declared here. */
  readonly changes: Placed['changes']
}

/** The object that is named at an offset: in its own manifest, in a marker, in a reference. */
export function namedAt(snapshot: Snapshot, path: string, offset: number): Named | undefined {
  const isHere = (place: Place) => place.path === path && contains(place.span, offset)
  const marker = snapshot.files.get(path)?.facts.markers.find(({ span }) => contains(span, offset))
  if (marker) return marker.setter && { kind: policyKind, ref: marker.setter.policy }
  for (const { resource, namespace = '', ...placed } of snapshot.index.placed.values()) {
    const { kind, name, span } = resource
    if (isHere({ path: placed.path, span })) return { kind, ref: { namespace, name } }
    if (!isImagePolicy(resource) || resource.repositoryRef === undefined) continue
    const { repositoryRef } = resource
    if (isHere({ path: placed.path, span: repositoryRef.span })) {
      const inside = repositoryRef.namespace ?? namespace
      return { kind: repositoryKind, ref: { namespace: inside, name: repositoryRef.name } }
    }
  }
  return snapshot.recall(notified).find(isHere)?.named
}

/** Every place where an object of image automation is named, each once. */
export function occurrences(snapshot: Snapshot, { kind, ref }: Named): readonly Occurrence[] {
  const { policies } = snapshot.index
  const declared: readonly Placed[] = snapshot.index[kinds[kind].plural].get(formatPolicyRef(ref)) ?? []
  const declarations = declared.map(({ path, resource, changes }) => ({
    path,
    span: resource.span,
    isDeclaration: true,
    changes,
  }))
  const use = (path: string, span: Span): Occurrence => ({ path, span, isDeclaration: false, changes: [] })
  const markers = isImagePolicy({ kind })
    ? markersOf(snapshot, ref).map(({ path, marker }) => use(path, marker.span))
    : []
  const referring = !isImageRepository({ kind })
    ? []
    : [...policies.values()].flat().flatMap(({ path, resource: { repositoryRef }, namespace }) => {
        const inside = repositoryRef?.namespace ?? namespace
        const isSame = repositoryRef?.name === ref.name && inside === ref.namespace
        return repositoryRef && isSame ? [use(path, repositoryRef.span)] : []
      })
  const notices = snapshot
    .recall(notified)
    .filter(({ named }) => named.kind === kind && formatPolicyRef(named.ref) === formatPolicyRef(ref))
    .map(({ path, span }) => use(path, span))
  const all = [...declarations, ...markers, ...referring, ...notices]
  const first = new Map<string, Occurrence>()
  for (const one of all) {
    const key = `${one.span[0]} ${one.path}`
    if (!first.has(key)) first.set(key, one)
  }
  return [...first.values()]
}

/** What Alerts listen to and Receivers have scanned, where they name one object (`eventSources`, `resources`). */
function notified({ index }: Snapshot): readonly (Place & { readonly named: Named })[] {
  return index.fluxObjects.flatMap(({ path, object }) => {
    const lists = [field(object.node, 'spec', 'eventSources'), field(object.node, 'spec', 'resources')]
    if (!object.apiVersion.startsWith('notification.')) return []
    return lists.flatMap(list =>
      (list?.kind === 'sequence' ? list.items : []).flatMap(item => {
        const [kind, name] = [textAt(item, 'kind'), field(item, 'name')]
        const namespace = textAt(item, 'namespace') ?? object.namespace ?? ''
        if (!isKindName(kind) || name?.kind !== 'scalar' || name.text === '*') return []
        return [{ path, span: name.span, named: { kind, ref: { namespace, name: name.text } } }]
      }),
    )
  })
}
