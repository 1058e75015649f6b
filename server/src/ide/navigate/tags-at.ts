import type { Marker } from '../../flux/markers/marker.ts'
import { tagIn } from '../../flux/markers/tag-in.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { ImagePolicy } from '../../flux/resources/resources.ts'
import { type ShownTag, shownTags } from '../../flux/selection/shown-tags.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { contains } from '../../text/span.ts'

/** The tags of which a hover at a place tells details. */
export function tagsAt(snapshot: Snapshot, path: string, offset: number): readonly ShownTag[] {
  const marker = markerAt(snapshot, path, offset)
  const found = marker
    ? [tagsOfMarker(snapshot, marker)]
    : policiesAt(snapshot, path, offset).map(({ resource, namespace = '' }) =>
        shownTags(snapshot, { namespace, name: resource.name }),
      )
  return found.flatMap(shown => (shown ? [shown.latest, ...(shown.current ? [shown.current] : [])] : []))
}

/** The marker whose comment or value stands at an offset. */
export function markerAt(snapshot: Snapshot, path: string, offset: number): Marker | undefined {
  return snapshot.files
    .get(path)
    ?.facts.markers.find(({ span, value }) => contains(span, offset) || contains(value.span, offset))
}

/** The policies whose name stands at an offset: one, or the forms it has in several clusters. */
export function policiesAt(snapshot: Snapshot, path: string, offset: number): readonly Placed<ImagePolicy>[] {
  return [...snapshot.index.policies.values()]
    .flat()
    .filter(policy => policy.path === path && contains(policy.resource.span, offset))
}

/** The tag that a marker's policy selects, and the one that stands there now. */
export function tagsOfMarker(snapshot: Snapshot, { setter, value }: Marker): ReturnType<typeof shownTags> {
  if (setter === undefined) return undefined
  const text = value.scalar.text
  const current = setter.part === 'tag' ? text : setter.part === 'image' ? tagOf(text) : undefined
  return shownTags(snapshot, setter.policy, current)
}

/** The tag of a value that may be a whole image. */
export function tagOf(value: string): string {
  return tagIn(value) ?? value
}
