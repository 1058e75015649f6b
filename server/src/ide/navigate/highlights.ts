import { markersOf, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { contains, type Span } from '../../text/span.ts'
import { markerWords } from './marker-words.ts'
import { namedAt, occurrences } from './occurrences.ts'
import { nameIn } from './rename.ts'

/**
 * What is the same as at an offset in the same file, the name alone: in the marker of a policy every other marker of
 * it, at the namespace of a marker every marker of the namespace.
 */
export function highlights(snapshot: Snapshot, path: string, offset: number): readonly Span[] {
  const text = snapshot.files.get(path)?.text ?? ''
  const here = snapshot.files.get(path)?.facts.markers.find(({ span }) => contains(span, offset))
  const words = here && markerWords(text, here)
  if (words && contains(words.namespace, offset)) {
    const own = markersOf(snapshot).filter(one => one.path === path)
    return own.flatMap(({ marker }) => {
      const other = markerWords(text, marker)
      return other && marker.setter?.policy.namespace === here.setter?.policy.namespace
        ? [other.namespace]
        : []
    })
  }
  const named = namedAt(snapshot, path, offset)
  if (named === undefined) return []
  return occurrences(snapshot, named).flatMap(place => {
    const span = place.path === path ? nameIn(snapshot, place, named) : undefined
    return span ? [span] : []
  })
}
