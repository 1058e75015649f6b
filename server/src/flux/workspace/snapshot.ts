import type { EffectiveResources } from '../../kustomize/build/effective-resources.ts'
import type { Answer, TagDetails, TagList } from '../answer.ts'
import type { Marker } from '../markers/marker.ts'
import { formatPolicyRef, type PolicyRef } from '../markers/setter.ts'
import { once } from '../once.ts'
import { type Project, projectFileNames, projectOf } from '../project/project-file.ts'
import type { Placed, ResourceIndex } from '../resources/resource-index.ts'
import type { ImagePolicy, ImageRepository } from '../resources/resources.ts'
import type { Selection } from '../selection/selection.ts'
import { type LazyEvaluation, lazyEvaluation } from './evaluation.ts'
import { type Rules, type SourceFile, sourceFile } from './source-file.ts'
import { type Folders, foldersOf } from './workspace-view.ts'

/** All files' facts and all answers at one moment. A value: changing it makes another. */
export interface Snapshot {
  readonly files: ReadonlyMap<string, SourceFile>
  /** Files that are there, but of which nothing was read: nothing in them seems to matter. */
  readonly unread: ReadonlySet<string>
  /** What kustomizations make of the files: made when it is first asked for. */
  readonly evaluation: LazyEvaluation
  readonly folders: Folders
  /** Paths that kustomizations miss, and at which there is nothing, as the world was asked. */
  readonly absent: ReadonlySet<string>
  readonly effective: EffectiveResources
  readonly index: ResourceIndex
  /** Tag lists by canonical image name. */
  readonly scans: ReadonlyMap<string, Answer<TagList>>
  /** Digests by `canonical:tag`. */
  readonly digests: ReadonlyMap<string, Answer<string>>
  /** What images say of themselves, by `canonical:tag`; of those that somebody looked at. */
  readonly details: ReadonlyMap<string, Answer<TagDetails>>
  /** What was selected out of which tag list, by `selectionKey`. */
  readonly selections: ReadonlyMap<string, KnownSelection>
  /** The rules that count: `given`, and where they say nothing those of the project file. */
  readonly rules: Rules
  /** The rules that the editor or the command line gives. */
  readonly given: Rules
  /** The project file, if there is one. */
  readonly project: Project
  /**
   * The same without any answer: one for all snapshots of the same files. What is asked of it does not depend on
   * answers, and is found once however many of them come.
   */
  readonly unanswered: Snapshot
  /** What a question about this snapshot was answered, asked at most once: the same function is the same question. */
  readonly recall: <T>(question: (snapshot: Snapshot) => T) => T
}

/** A selection holds for the very tag list it was made from. */
export interface KnownSelection {
  readonly tags: readonly string[]
  readonly selection: Selection
}

export function emptySnapshot(rules: Rules): Snapshot {
  const files = new Map<string, SourceFile>()
  return snapshotOf({
    files,
    unread: new Set(),
    absent: new Set(),
    evaluation: lazyEvaluation({ files, folders: once(() => foldersOf([])), rules }),
    scans: new Map(),
    digests: new Map(),
    details: new Map(),
    selections: new Map(),
    rules,
    given: rules,
    project: projectOf(files),
  })
}

/** What a snapshot is made of. */
type Parts = Omit<Snapshot, 'folders' | 'effective' | 'index' | 'recall' | 'unanswered'>

/** Makes a snapshot of its parts; `unanswered` is the one without answers, where there is one of the same files already. */
function snapshotOf(parts: Parts, unanswered?: Snapshot): Snapshot {
  const { evaluation } = parts
  const answers = new Map<(snapshot: Snapshot) => unknown, unknown>()
  const none = new Map<string, never>()
  const hasAnswers = [parts.scans, parts.digests, parts.details, parts.selections].some(
    ({ size }) => size > 0,
  )
  const without = once(() =>
    snapshotOf({ ...parts, scans: none, digests: none, details: none, selections: none }),
  )
  const snapshot: Snapshot = {
    ...parts,
    get folders() {
      return evaluation.of.folders()
    },
    get effective() {
      return evaluation.value.effective
    },
    get index() {
      return evaluation.value.index
    },
    get unanswered() {
      return hasAnswers ? (unanswered ?? without()) : snapshot
    },
    recall<T>(question: (snapshot: Snapshot) => T): T {
      if (!answers.has(question)) answers.set(question, question(snapshot))
      return answers.get(question) as T
    },
  }
  return snapshot
}

/** Not `{...snapshot}`: that would ask for the evaluation. */
function parts(snapshot: Snapshot): Parts {
  const { files, unread, evaluation, absent, scans, digests, details, selections, rules, given, project } =
    snapshot
  return { files, unread, evaluation, absent, scans, digests, details, selections, rules, given, project }
}

/**
 * The snapshot with these files' texts in place of what it had; an undefined text takes the file out. The same one where
 * nothing differs. `unread`: all paths that are there but not read; as before, where it is absent.
 */
export function withFiles(
  snapshot: Snapshot,
  texts: Iterable<readonly [string, string | undefined]>,
  unread: ReadonlySet<string> = snapshot.unread,
): Snapshot {
  const { evaluation: before, given } = snapshot
  const files = new Map(snapshot.files)
  // Copied only where something is taken out: there may be tens of thousands.
  let copy: Set<string> | undefined
  const reads = before.isMade ? before.value.reads : undefined
  let hasSamePlaces = isSameSet(unread, snapshot.unread)
  let isChanged = !hasSamePlaces
  let matters = reads === undefined
  for (const [path, text] of texts) {
    const old = files.get(path)
    const wasUnread = (copy ?? unread).has(path)
    if (wasUnread) {
      copy ??= new Set(unread)
      copy.delete(path)
    }
    const wasThere = wasUnread || old !== undefined
    hasSamePlaces &&= wasThere === (text !== undefined)
    isChanged ||= wasUnread || old?.text !== text
    if (text === undefined) files.delete(path)
    else if (old?.text !== text) files.set(path, sourceFile(path, text))
    matters ||= reads?.has(path) === true || old?.mayDecide === true || files.get(path)?.mayDecide === true
  }
  if (!isChanged) return snapshot
  const left = copy ?? unread
  const isSameProject = projectFileNames.every(name => files.get(name) === snapshot.files.get(name))
  const project = isSameProject ? snapshot.project : projectOf(files)
  const asked = isSameProject ? snapshot.rules : rulesOf(given, project)
  const rules = isSame(asked, snapshot.rules) ? snapshot.rules : asked
  // A key in a manifest that no kustomization uses: nothing that clusters receive of our kinds can change.
  if (hasSamePlaces && !matters && rules === snapshot.rules)
    return snapshotOf({ ...parts(snapshot), files, unread: left, project })
  const folders = hasSamePlaces ? before.of.folders : once(() => foldersOf([...files.keys(), ...left]))
  const evaluation = lazyEvaluation({ files, folders, rules }, before.latest)
  return snapshotOf({ ...parts(snapshot), files, unread: left, evaluation, project, rules })
}

function isSameSet(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  if (some === others) return true
  if (some.size !== others.size) return false
  for (const one of some) if (!others.has(one)) return false
  return true
}

/** The snapshot with other rules of the editor's. */
export function withRules(snapshot: Snapshot, given: Rules): Snapshot {
  const { files, evaluation: before, project } = snapshot
  const rules = rulesOf(given, project)
  const evaluation = lazyEvaluation({ ...before.of, files, rules }, before.latest)
  return snapshotOf({ ...parts(snapshot), given, rules, evaluation })
}

/** What the editor or the command line says wins over the project file; `auto` says nothing. */
function rulesOf(given: Rules, { settings }: Project): Rules {
  const fluxVersion = given.fluxVersion === 'auto' ? (settings.fluxVersion ?? 'auto') : given.fluxVersion
  const namespace = given.defaultPolicyNamespace ?? settings.defaultPolicyNamespace
  const profile = given.profile ?? settings.profile
  return {
    fluxVersion,
    ...(namespace === undefined ? {} : { defaultPolicyNamespace: namespace }),
    ...(profile === undefined ? {} : { profile }),
    ...(given.installed ? { installed: given.installed } : {}),
  }
}

function isSame(a: Rules, b: Rules): boolean {
  return (
    a.fluxVersion === b.fluxVersion &&
    a.defaultPolicyNamespace === b.defaultPolicyNamespace &&
    a.profile === b.profile &&
    a.installed === b.installed
  )
}

/** New answers by their keys; an undefined one takes the old out, so that it is looked up anew. */
export interface Answers {
  readonly scans?: Iterable<readonly [string, Answer<TagList> | undefined]>
  readonly digests?: Iterable<readonly [string, Answer<string> | undefined]>
  readonly details?: Iterable<readonly [string, Answer<TagDetails> | undefined]>
  readonly selections?: Iterable<readonly [string, KnownSelection]>
}

export function withAnswers(snapshot: Snapshot, answers: Answers): Snapshot {
  return snapshotOf(
    {
      ...parts(snapshot),
      scans: merged(snapshot.scans, answers.scans),
      digests: merged(snapshot.digests, answers.digests),
      details: merged(snapshot.details, answers.details),
      selections: merged(snapshot.selections, answers.selections),
    },
    snapshot.unanswered,
  )
}

/** The snapshot with what the world says of paths that kustomizations miss: whether there is certainly nothing. */
export function withAbsent(snapshot: Snapshot, answers: Iterable<readonly [string, boolean]>): Snapshot {
  const absent = new Set(snapshot.absent)
  for (const [path, isAbsent] of answers) {
    if (isAbsent) absent.add(path)
    else absent.delete(path)
  }
  return snapshotOf({ ...parts(snapshot), absent })
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
  const { all, ofPolicy } = snapshot.unanswered.recall(markersIn)
  return ref === undefined ? all : (ofPolicy.get(formatPolicyRef(ref)) ?? [])
}

function markersIn({ files }: Snapshot) {
  const all = [...files.values()]
    .filter(({ facts }) => facts.markers.length > 0)
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ path, facts }) => facts.markers.map(marker => ({ path, marker })))
  const ofPolicy = new Map<string, PlacedMarker[]>()
  for (const placed of all) {
    const policy = placed.marker.setter?.policy
    if (policy === undefined) continue
    const key = formatPolicyRef(policy)
    const known = ofPolicy.get(key)
    if (known) known.push(placed)
    else ofPolicy.set(key, [placed])
  }
  return { all, ofPolicy }
}

function merged<T>(
  old: ReadonlyMap<string, T>,
  changes: Iterable<readonly [string, T | undefined]> = [],
): ReadonlyMap<string, T> {
  // Copied only where something changes: there may be thousands.
  let result: Map<string, T> | undefined
  for (const [key, value] of changes) {
    result ??= new Map(old)
    if (value === undefined) result.delete(key)
    else result.set(key, value)
  }
  return result ?? old
}
