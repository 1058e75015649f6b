import { type EffectiveResources, effectiveResources } from '../kustomize/effective-resources.ts'
import { reached } from '../kustomize/effective-root.ts'
import type { Target } from '../kustomize/target.ts'
import type { Answer, TagList } from './answer.ts'
import type { Marker } from './marker.ts'
import { type Placed, type ResourceIndex, resourceIndex } from './resource-index.ts'
import type { ImagePolicy, ImageRepository } from './resources.ts'
import type { Selection } from './selection.ts'
import { formatPolicyRef, type PolicyRef } from './setter.ts'
import { type Rules, type SourceFile, sourceFile } from './source-file.ts'
import { lackedFiles } from './wanted-files.ts'
import { type Folders, foldersOf, workspaceView } from './workspace-view.ts'

/** All files' facts and all answers at one moment. A value: changing it makes another. */
export interface Snapshot {
  readonly files: ReadonlyMap<string, SourceFile>
  /** Files that are there, but of which nothing was read: nothing in them seems to matter. */
  readonly unread: ReadonlySet<string>
  readonly folders: Folders
  /** Paths that kustomizations miss, and at which there is nothing, as the world was asked. */
  readonly absent: ReadonlySet<string>
  /** What kustomizations make of the files. */
  readonly effective: EffectiveResources
  /** Files that kustomizations of image automation resources need, though nothing in their text says so. */
  readonly wanted: ReadonlySet<string>
  /** The files that those looked at. */
  readonly reads: ReadonlySet<string>
  readonly index: ResourceIndex
  /** Tag lists by canonical image name. */
  readonly scans: ReadonlyMap<string, Answer<TagList>>
  /** Digests by `canonical:tag`. */
  readonly digests: ReadonlyMap<string, Answer<string>>
  /** What was selected out of which tag list, by `selectionKey`. */
  readonly selections: ReadonlyMap<string, KnownSelection>
  readonly rules: Rules
}

/** A selection holds for the very tag list it was made from. */
export interface KnownSelection {
  readonly tags: readonly string[]
  readonly selection: Selection
}

export function emptySnapshot(rules: Rules): Snapshot {
  const files = new Map<string, SourceFile>()
  const folders = foldersOf([])
  const effective = effectiveResources(workspaceView(files, folders, new Set()))
  return {
    files,
    unread: new Set(),
    folders,
    absent: new Set(),
    effective,
    wanted: new Set(),
    reads: new Set(),
    index: resourceIndex(files, effective, rules),
    scans: new Map(),
    digests: new Map(),
    selections: new Map(),
    rules,
  }
}

/**
 * The snapshot with these files' texts in place of what it had; an undefined text takes the file out.
 * `unread`: all paths that are there but not read; as before, where it is absent.
 */
export function withFiles(
  snapshot: Snapshot,
  texts: Iterable<readonly [string, string | undefined]>,
  unread: ReadonlySet<string> = snapshot.unread,
): Snapshot {
  const files = new Map(snapshot.files)
  const left = new Set(unread)
  let isSamePlaces = unread === snapshot.unread
  let matters = false
  for (const [path, text] of texts) {
    const before = files.get(path)
    const wasThere = left.delete(path) || before !== undefined
    isSamePlaces &&= wasThere === (text !== undefined)
    if (text === undefined) files.delete(path)
    else if (before?.text !== text) files.set(path, sourceFile(path, text))
    matters ||= snapshot.reads.has(path) || before?.mayDecide === true || files.get(path)?.mayDecide === true
  }
  // A key in a manifest that no kustomization uses: nothing that clusters receive of our kinds can change.
  if (isSamePlaces && !matters) return { ...snapshot, files, unread: left }
  const folders = isSamePlaces ? snapshot.folders : foldersOf([...files.keys(), ...left])
  const { effective, wanted } = evaluated(files, folders, snapshot)
  const index = resourceIndex(files, effective, snapshot.rules, snapshot.index)
  return { ...snapshot, files, unread: left, folders, effective, wanted, reads: readPaths(effective), index }
}

/** What kustomizations give; files that turn out to matter are shown to them in the next round. */
function evaluated(
  files: ReadonlyMap<string, SourceFile>,
  folders: Folders,
  before: Pick<Snapshot, 'effective' | 'wanted'>,
): Pick<Snapshot, 'effective' | 'wanted'> {
  const effective = effectiveResources(workspaceView(files, folders, before.wanted), before.effective)
  const more = lackedFiles(effective).filter(path => files.has(path) && !before.wanted.has(path))
  if (more.length === 0) return { effective, wanted: before.wanted }
  return evaluated(files, folders, { effective, wanted: new Set([...before.wanted, ...more]) })
}

/** Every path that a kustomization looked at. */
function readPaths({ roots, fluxRoots }: EffectiveResources): ReadonlySet<string> {
  const targets = new Set<Target>()
  for (const { target } of [...roots.values(), ...fluxRoots]) reached(target, targets)
  const paths = [...targets].flatMap(({ facts }) =>
    facts.map(fact => ('read' in fact ? fact.read : 'text' in fact ? fact.text : '')),
  )
  return new Set(paths)
}

export function withRules(snapshot: Snapshot, rules: Rules): Snapshot {
  return { ...snapshot, rules, index: resourceIndex(snapshot.files, snapshot.effective, rules) }
}

/** New answers by their keys; an undefined one takes the old out, so that it is looked up anew. */
export interface Answers {
  readonly scans?: Iterable<readonly [string, Answer<TagList> | undefined]>
  readonly digests?: Iterable<readonly [string, Answer<string> | undefined]>
  readonly selections?: Iterable<readonly [string, KnownSelection]>
}

export function withAnswers(snapshot: Snapshot, answers: Answers): Snapshot {
  return {
    ...snapshot,
    scans: merged(snapshot.scans, answers.scans ?? []),
    digests: merged(snapshot.digests, answers.digests ?? []),
    selections: merged(snapshot.selections, answers.selections ?? []),
  }
}

/** The snapshot with what the world says of paths that kustomizations miss: whether there is certainly nothing. */
export function withAbsent(snapshot: Snapshot, answers: Iterable<readonly [string, boolean]>): Snapshot {
  const absent = new Set(snapshot.absent)
  for (const [path, isAbsent] of answers) {
    if (isAbsent) absent.add(path)
    else absent.delete(path)
  }
  return { ...snapshot, absent }
}

/** Every policy that a marker's reference could mean: one, none, or the variants of several clusters. */
export function policies(snapshot: Snapshot, ref: PolicyRef): readonly Placed<ImagePolicy>[] {
  return snapshot.index.policies.get(formatPolicyRef(ref)) ?? []
}

/** The repositories a policy refers to: one, none, or variants. */
export function repositories(
  snapshot: Snapshot,
  policy: Placed<ImagePolicy>,
): readonly Placed<ImageRepository>[] {
  const ref = policy.resource.repositoryRef
  const namespace = ref?.namespace ?? policy.namespace
  if (ref === undefined || namespace === undefined) return []
  return snapshot.index.repositories.get(formatPolicyRef({ namespace, name: ref.name })) ?? []
}

/** A marker and the file it stands in. */
export interface PlacedMarker {
  readonly path: string
  readonly marker: Marker
}

/** Every marker that Flux reads, of one policy or of all, in order of path and place. */
export function markersOf(snapshot: Snapshot, ref?: PolicyRef): readonly PlacedMarker[] {
  const wanted = ref && formatPolicyRef(ref)
  const found: PlacedMarker[] = []
  for (const path of [...snapshot.files.keys()].sort()) {
    for (const marker of snapshot.files.get(path)?.facts.markers ?? []) {
      const policy = marker.setter?.policy
      if (wanted === undefined || (policy && formatPolicyRef(policy) === wanted)) found.push({ path, marker })
    }
  }
  return found
}

function merged<T>(
  old: ReadonlyMap<string, T>,
  changes: Iterable<readonly [string, T | undefined]>,
): ReadonlyMap<string, T> {
  const result = new Map(old)
  for (const [key, value] of changes) {
    if (value === undefined) result.delete(key)
    else result.set(key, value)
  }
  return result
}
