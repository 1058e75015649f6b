import { identifier, type ObjectIdentifier } from '../images/object-identifier.ts'
import type { Marker } from '../markers/marker.ts'
import { formatPolicyRef, partOf, type Setter } from '../markers/setter.ts'
import { latestRef, type Resolution } from '../selection/resolve.ts'
import type { PlacedMarker, Snapshot } from '../workspace/snapshot.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import { editValue, type TextEdit } from './edit-value.ts'

/**
 * One value to replace. `oldValue` and `newValue` are whole scalars. A value without a marker has no `setter`, and of
 * its `marker` only the place counts.
 */
export interface Change {
  readonly path: string
  readonly marker: Marker
  readonly setter?: Setter
  readonly oldValue: string
  readonly newValue: string
  readonly edit: TextEdit
  readonly object: ObjectIdentifier
}

/** One value that Flux would replace. */
export interface MarkedChange extends Change {
  readonly setter: Setter
}

/** Whether a marker stands at the value. */
export function isMarked(change: Change): change is MarkedChange {
  return change.setter !== undefined
}

/** What stands at a marker: up to date, a change, or why there is no answer. */
export type MarkerState =
  | { readonly state: 'current'; readonly resolution: Resolution & { state: 'latest' } }
  | {
      readonly state: 'outdated'
      readonly resolution: Resolution & { state: 'latest' }
      readonly change: MarkedChange
    }
  | { readonly state: 'blank'; readonly resolution: Resolution & { state: 'latest' } }
  | { readonly state: 'open'; readonly resolution: Resolution }

/**
 * What Flux would do at a marker now. `blank` is a `:digest` marker of a policy that reflects none:
 * Flux would write the empty string, which nobody means.
 */
export function markerState(snapshot: Snapshot, { path, marker }: PlacedMarker): MarkerState | undefined {
  const { setter, value } = marker
  const file = snapshot.files.get(path)
  if (setter === undefined || file === undefined) return undefined
  const resolution = latestRef(snapshot, setter.policy)
  if (resolution.state !== 'latest') return { state: 'open', resolution }
  const newValue = partOf(resolution.ref, setter.part)
  if (newValue === value.scalar.text) return { state: 'current', resolution }
  if (newValue === '') return { state: 'blank', resolution }
  return { state: 'outdated', resolution, change: changeOf(file, marker, setter, newValue) }
}

/** The change that puts a value at a marker, as a whole scalar. */
export function changeOf(
  { path, text, facts }: SourceFile,
  marker: Marker,
  setter: Setter,
  newValue: string,
): MarkedChange {
  const { scalar } = marker.value
  return {
    path,
    marker,
    setter,
    oldValue: scalar.text,
    newValue,
    edit: editValue(text, scalar, newValue),
    object: identifier(facts.documents[marker.document]?.root),
  }
}

/** A value that is as it should be, as the change that leaves it so. None for a marker without a setter. */
export function unchanged(snapshot: Snapshot, { path, marker }: PlacedMarker): readonly MarkedChange[] {
  const file = snapshot.files.get(path)
  const { setter, value } = marker
  if (file === undefined || setter === undefined) return []
  const { text, span } = value.scalar
  const edit = { span: [span[0], span[0]] as const, newText: '' }
  const object = identifier(file.facts.documents[marker.document]?.root)
  return [{ path, marker, setter, oldValue: text, newValue: text, edit, object }]
}

/** What a change is about: its policy, or the file where no marker names one. */
export function subjectOf({ setter, path }: Change): string {
  return setter ? formatPolicyRef(setter.policy) : path
}

/** Changes by the path of their file, in the order given. */
export function byPath(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const paths = new Map<string, Change[]>()
  for (const change of changes) {
    const list = paths.get(change.path)
    if (list) list.push(change)
    else paths.set(change.path, [change])
  }
  return paths
}
