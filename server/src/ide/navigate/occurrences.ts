import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import { type ImagePolicy, isImagePolicy } from '../../flux/resources/image-policy.ts'
import { type ImageRepository, isImageRepository } from '../../flux/resources/image-repository.ts'
import { kinds, policyKind, repositoryKind } from '../../flux/resources/kinds.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import { markersOf, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { contains, type Span } from '../../text/span.ts'
import type { Place } from '../answers.ts'

/** A policy or a repository, by the name that it goes by in the cluster. */
export interface Named {
  readonly kind: (ImagePolicy | ImageRepository)['kind']
  readonly ref: PolicyRef
}

/** A place where something is named: by itself, or by what refers to it. */
export interface Occurrence extends Place {
  readonly isDeclaration: boolean
  /** What kustomizations do to the resource that is declared here. */
  readonly changes: Placed['changes']
}

/** The policy or repository that is named at an offset: in its own manifest, in a marker, in a reference. */
export function namedAt(snapshot: Snapshot, path: string, offset: number): Named | undefined {
  const isHere = (place: Place) => place.path === path && contains(place.span, offset)
  const marker = snapshot.files.get(path)?.facts.markers.find(({ span }) => contains(span, offset))
  if (marker) return marker.setter && { kind: policyKind, ref: marker.setter.policy }
  for (const { resource, namespace = '', ...placed } of snapshot.index.placed.values()) {
    const isPolicy = isImagePolicy(resource)
    if (!isPolicy && !isImageRepository(resource)) continue
    const { kind, name, span } = resource
    if (isHere({ path: placed.path, span })) return { kind, ref: { namespace, name } }
    if (!isPolicy || resource.repositoryRef === undefined) continue
    const { repositoryRef } = resource
    if (isHere({ path: placed.path, span: repositoryRef.span })) {
      const inside = repositoryRef.namespace ?? namespace
      return { kind: repositoryKind, ref: { namespace: inside, name: repositoryRef.name } }
    }
  }
  return undefined
}

/** Every place where a policy or a repository is named, each once. */
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
  const uses = isImagePolicy({ kind })
    ? markersOf(snapshot, ref).map(({ path, marker }) => use(path, marker.span))
    : [...policies.values()].flat().flatMap(({ path, resource: { repositoryRef }, namespace }) => {
        const inside = repositoryRef?.namespace ?? namespace
        const isSame = repositoryRef?.name === ref.name && inside === ref.namespace
        return repositoryRef && isSame ? [use(path, repositoryRef.span)] : []
      })
  const all = [...declarations, ...uses]
  return all.filter(
    ({ path, span }, index) =>
      all.findIndex(other => other.path === path && other.span[0] === span[0]) === index,
  )
}
