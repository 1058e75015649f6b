import { markerState } from '../automation/changes.ts'
import { identifier } from '../images/object-identifier.ts'
import {
  formatPolicyRef,
  formatSetter,
  type ImageRef,
  type PolicyRef,
  type Setter,
} from '../markers/setter.ts'
import { environmentAt } from '../project/environments.ts'
import { latestRef } from '../selection/resolve.ts'
import { markersOf, type PlacedMarker, policies, type Snapshot } from '../workspace/snapshot.ts'
import { blockingLink } from './chain.ts'

/** What a change to the files does to what Flux writes. Environments are absent where a file is in none. */
export interface Difference {
  readonly values: readonly ValueDifference[]
  readonly markers: readonly MarkerDifference[]
  readonly policies: readonly PolicyDifference[]
}

/** A value that Flux writes before and after, and not the same. */
export interface ValueDifference extends MarkerPlace {
  readonly old: string
  readonly new: string
}

/** A marker that Flux newly writes at, or no longer. */
export interface MarkerDifference extends MarkerPlace {
  readonly change: 'reached' | 'lost'
  /** Why it is lost; absent for one that is reached. */
  readonly reason?: string
  /** What Flux writes where it is reached; absent where that is not known. */
  readonly value?: string
}

/** Where a marker stands. */
export interface MarkerPlace {
  readonly path: string
  /** UTF-16 offset of the value, in the text after the change; before it, where the marker is gone. */
  readonly offset: number
  readonly isGone: boolean
  readonly setter: Setter
  readonly environment?: string
}

/** A policy that selects another tag; once for each environment that it has markers in. */
export interface PolicyDifference {
  readonly policy: PolicyRef
  readonly environment?: string
  /** Absent where none is selected. */
  readonly old?: ImageRef
  readonly new?: ImageRef
  /** Why none is selected. */
  readonly reason?: string
}

/**
 * What Flux writes differently after a change, both snapshots with the same answers of registries. What is not known on
 * either side is no difference.
 */
export function difference(before: Snapshot, after: Snapshot): Difference {
  const pairs = paired(fatesIn(before), fatesIn(after))
  const at = (fate: Fate, isGone = false): MarkerPlace => ({
    path: fate.placed.path,
    offset: fate.placed.marker.value.span[0],
    isGone,
    setter: fate.setter,
    ...environment(after, fate.placed.path),
  })
  const values: ValueDifference[] = []
  const markers: MarkerDifference[] = []
  for (const [old, now] of pairs) {
    const place = now ?? old
    if (place === undefined) continue
    const isValue = old?.isReached && now?.isReached
    if (isValue && old.value !== undefined && now.value !== undefined && old.value !== now.value)
      values.push({ ...at(now), old: old.value, new: now.value })
    if (!old?.isReached && now?.isReached)
      markers.push({ ...at(now), change: 'reached', ...ifKnown(now.value) })
    if (old?.isReached && !now?.isReached)
      markers.push({
        ...at(place, now === undefined),
        change: 'lost',
        reason: now?.reason ?? 'the marker is no longer there',
      })
  }
  return { values, markers, policies: policiesOf(before, after) }
}

/** What becomes of a marker. */
interface Fate {
  readonly placed: PlacedMarker
  readonly setter: Setter
  /** Names the marker within its file, and within the workspace where the file is another. */
  readonly key: string
  readonly isReached: boolean
  /** Why it is not reached. */
  readonly reason?: string
  /** What stands there after the next run, where it is reached and known. */
  readonly value?: string
}

function fatesIn(snapshot: Snapshot): readonly Fate[] {
  const seen = new Map<string, number>()
  return markersOf(snapshot).flatMap((placed): readonly Fate[] => {
    const { path, marker } = placed
    const { setter } = marker
    if (setter === undefined) return []
    const { kind, namespace, name } = identifier(
      snapshot.files.get(path)?.facts.documents[marker.document]?.root,
    )
    const own = JSON.stringify([kind, namespace, name, formatSetter(setter)])
    const nth = seen.get(`${path} ${own}`) ?? 0
    seen.set(`${path} ${own}`, nth + 1)
    const key = `${nth} ${own}`
    const link = blockingLink(snapshot, path, marker)
    if (link) return [{ placed, setter, key, isReached: false, reason: link.detail }]
    const state = markerState(snapshot, placed)
    if (state?.state === 'outdated')
      return [{ placed, setter, key, isReached: true, value: state.change.newValue }]
    const value = state?.state === 'current' ? { value: marker.value.scalar.text } : {}
    return [{ placed, setter, key, isReached: true, ...value }]
  })
}

/** Each marker of the one side with that of the other: in the same file, else wherever it has gone. */
function paired(
  before: readonly Fate[],
  after: readonly Fate[],
): readonly (readonly [Fate | undefined, Fate | undefined])[] {
  const pairs: [Fate | undefined, Fate | undefined][] = []
  const left = new Set(before)
  const take = (from: readonly Fate[], keyOf: (fate: Fate) => string): readonly Fate[] => {
    const pool = new Map([...left].toReversed().map(fate => [keyOf(fate), fate]))
    return from.filter(fate => {
      const other = pool.get(keyOf(fate))
      if (other === undefined || !left.delete(other)) return true
      pairs.push([other, fate])
      return false
    })
  }
  const moved = take(after, ({ placed, key }) => `${placed.path} ${key}`)
  const added = take(moved, ({ key }) => key)
  return [
    ...pairs,
    ...added.map(fate => [undefined, fate] as const),
    ...[...left].map(fate => [fate, undefined] as const),
  ].toSorted(([a, b], [c, d]) =>
    ((b ?? a)?.placed.path ?? '').localeCompare((d ?? c)?.placed.path ?? '', 'en'),
  )
}

function policiesOf(before: Snapshot, after: Snapshot): readonly PolicyDifference[] {
  const names = new Set([...before.index.policies.keys(), ...after.index.policies.keys()])
  return [...names].toSorted().flatMap(name => {
    const [namespace = '', policyName = ''] = name.split(':')
    const policy = { namespace, name: policyName }
    const [old, now] = [selected(before, policy), selected(after, policy)]
    if (old === undefined || now === undefined) return []
    if (old.ref?.tag === now.ref?.tag && old.ref?.digest === now.ref?.digest) return []
    const found = {
      policy,
      ...(old.ref ? { old: old.ref } : {}),
      ...(now.ref ? { new: now.ref } : {}),
      ...(now.ref || now.reason === undefined ? {} : { reason: now.reason }),
    }
    const places = [...markersOf(after, policy), ...markersOf(before, policy), ...policies(after, policy)]
    const environments = new Set(
      places.flatMap(({ path }) => (environmentAt(after, path) ?? environmentAt(before, path))?.name ?? []),
    )
    return environments.size === 0 ? [found] : [...environments].map(one => ({ ...found, environment: one }))
  })
}

/** What a policy selects, or that it certainly selects nothing; undefined where that is not known. */
function selected(
  snapshot: Snapshot,
  ref: PolicyRef,
): { readonly ref?: ImageRef; readonly reason?: string } | undefined {
  if (!snapshot.index.policies.has(formatPolicyRef(ref))) return { reason: 'the policy is no longer there' }
  const resolution = latestRef(snapshot, ref)
  switch (resolution.state) {
    case 'latest':
      return { ref: resolution.ref }
    case 'failed':
      return resolution.failure.code === 'E_NO_TAG' ? { reason: resolution.failure.message } : undefined
    case 'invalid':
      return { reason: resolution.reason }
    // Flux keeps what it has stored, and that no file tells.
    case 'suspended':
    case 'unknown':
      return undefined
  }
}

function environment(snapshot: Snapshot, path: string): { readonly environment?: string } {
  const found = environmentAt(snapshot, path)
  return found ? { environment: found.name } : {}
}

function ifKnown(value: string | undefined): { readonly value?: string } {
  return value === undefined ? {} : { value }
}
