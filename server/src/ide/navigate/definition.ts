import { isImagePolicy } from '../../flux/resources/image-policy.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import { policies, repositories, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { contains, type Span } from '../../text/span.ts'
import type { Place } from '../answers.ts'
import { objectReferences } from './object-references.ts'

/** Where what is named at a place is written: the resource, and the patches that make it what the cluster receives. */
export interface Definition {
  /** What names it. */
  readonly span: Span
  readonly places: readonly Place[]
}

/**
 * A marker leads to its policy, a policy's reference to its repository, a resource's own name to its patches; what any
 * Flux object names (a source, a Secret, a folder) to where that is.
 */
export function definition(snapshot: Snapshot, path: string, offset: number): Definition | undefined {
  const facts = snapshot.files.get(path)?.facts
  const marker = facts?.markers.find(({ span }) => contains(span, offset))
  if (marker?.setter) {
    return { span: marker.span, places: policies(snapshot, marker.setter.policy).flatMap(placesOf) }
  }
  for (const placed of snapshot.index.placed.values()) {
    if (placed.path !== path) continue
    const { resource } = placed
    if (contains(resource.span, offset)) return { span: resource.span, places: placesOf(placed) }
    if (!isImagePolicy(resource) || !resource.repositoryRef) continue
    const { span } = resource.repositoryRef
    if (!contains(span, offset)) continue
    return { span, places: repositories(snapshot, { ...placed, resource }).flatMap(placesOf) }
  }
  const file = snapshot.files.get(path)
  const found = file && objectReferences(snapshot, file).find(({ span }) => contains(span, offset))
  return found && found.places.length > 0 ? found : undefined
}

function placesOf({ path, resource, changes }: Placed): readonly Place[] {
  return [{ path, span: resource.span }, ...changes]
}
