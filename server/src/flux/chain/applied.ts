import type { Target } from '../../kustomize/build/target.ts'
import { folderOf } from '../../kustomize/build/workspace-files.ts'
import type { FluxRoot } from '../../kustomize/flux/flux-roots.ts'
import type { Span } from '../../text/span.ts'
import type { Placed } from '../resources/resource-index.ts'
import { keySpan } from '../resources/spec-field.ts'
import { recalledOfFiles } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { type Blocked, blockedBy } from './blocked.ts'
import { ignoredBy } from './ignored.ts'
import { isJudged } from './judged.ts'
import type { Verdict } from './link.ts'
import { live } from './live.ts'

/** Whether a cluster's kustomizations bring an object. */
export type Applied =
  /** `roots`: the Flux Kustomizations that bring it. */
  | { readonly state: 'applied'; readonly roots: readonly FluxRoot[] }
  /** It is brought, together with something that makes the whole Kustomization fail. */
  | { readonly state: 'blocked'; readonly blocked: Blocked }
  /** A kustomization that clusters build covers its folder, and does not list it. */
  | { readonly state: 'not-listed'; readonly omission: Omission }
  /** A rule of its source leaves its file out. */
  | { readonly state: 'ignored'; readonly rule: string; readonly path: string }
  /** Nothing that is seen brings it, and what clusters start from is seen, or else what they apply. */
  | { readonly state: 'unreached' }
  | { readonly state: 'unknown'; readonly why: string }

/** What a kustomization does not list. */
export interface Omission {
  /** The kustomization file. */
  readonly kustomization: string
  /** What is to be added to its `resources`. */
  readonly entry: string
}

/** Whether a cluster's kustomizations bring what begins at an offset of a file. */
export function applied(snapshot: Snapshot, path: string, offset: number): Applied {
  return appliedAt(snapshot, { path, offset })
}

const appliedAt = recalledOfFiles(findApplied, ({ path, offset }) => `${offset} ${path}`)

function findApplied(snapshot: Snapshot, { path, offset }: Beginning): Applied {
  const { roots, targets, files, starts, others } = snapshot.unanswered.recall(live)
  const here = snapshot.unanswered.recall(broughtByFile).get(path) ?? []
  const bringing = [...new Set(here.filter(({ span }) => isIn(offset, span)).map(({ root }) => root))]
  if (bringing.length > 0) {
    const rule = ignoredBy(snapshot, path, bringing)
    if (rule) return { state: 'ignored', ...rule }
    const all = bringing.map(root => blockedBy(snapshot, root))
    const [blocked] = all
    if (blocked && all.every(one => one !== undefined)) return { state: 'blocked', blocked }
    return { state: 'applied', roots: bringing }
  }
  if (files.has(path))
    return { state: 'unknown', why: `a kustomization reads ${path}, and gives nothing of it` }
  if (roots.length === 0) return { state: 'unknown', why: 'no Flux Kustomization is in the workspace' }
  const omission = omitted(path, targets, snapshot)
  if (omission) {
    if (others === 'a ResourceSet' || others === 'Argo CD')
      return { state: 'unknown', why: `${others} may apply it` }
    return { state: 'not-listed', omission }
  }
  if (!isJudged(snapshot, path)) return { state: 'unreached' }
  if (starts.length === 0)
    return { state: 'unknown', why: 'the files do not show what a cluster starts from' }
  return others === undefined
    ? { state: 'unreached' }
    : { state: 'unknown', why: `no Flux Kustomization that is seen reaches it, and ${others} may apply it` }
}

/** Where something begins. */
interface Beginning {
  readonly path: string
  readonly offset: number
}

/** By file: what the live roots bring of it, in the order of the roots. */
function broughtByFile(snapshot: Snapshot) {
  const found = new Map<string, { readonly root: FluxRoot; readonly span: Span }[]>()
  for (const root of snapshot.unanswered.recall(live).roots)
    for (const { place } of root.resources) {
      const one = { root, span: place.span }
      const known = found.get(place.file)
      if (known) known.push(one)
      else found.set(place.file, [one])
    }
  return found
}

/** The same as a link of the chain. */
export const appliedVerdict: (snapshot: Snapshot, placed: Placed) => Verdict = recalledOfFiles(findVerdict)

function findVerdict(snapshot: Snapshot, { resource, path, namespace = '?' }: Placed): Verdict {
  const name = `${resource.kind} ${namespace}/${resource.name}`
  const own = { path, span: resource.span }
  const found = applied(snapshot, path, resource.span[0])
  switch (found.state) {
    case 'applied': {
      const kinds = found.roots.map(({ kustomization }) => kustomization.source.kind)
      const [root] = found.roots
      if (kinds.every(kind => kind === 'OCIRepository' || kind === 'Bucket'))
        return {
          ok: null,
          detail: `${name} reaches the cluster by way of an ${kinds[0]}, once it is built anew`,
        }
      return {
        ok: true,
        detail: `Kustomization ${root?.name.replace('flux:', '')} applies ${name}`,
        place: own,
      }
    }
    case 'blocked':
      return {
        ok: null,
        detail: `${name} is in a Kustomization that ${found.blocked.why}`,
        place: found.blocked.place,
        code: found.blocked.code,
      }
    case 'not-listed': {
      const { kustomization, entry } = found.omission
      return {
        ok: false,
        detail: `${kustomization} does not list ${path}, so that ${name} never reaches the cluster`,
        remedy: `Add "- ${entry}" to the resources of ${kustomization}.`,
        place: { path: kustomization, span: resourcesSpan(snapshot, kustomization) },
        code: 'kustomization-not-listed',
      }
    }
    case 'ignored':
      return {
        ok: false,
        detail: `"${found.rule}" in ${found.path} leaves ${path} out of what the cluster receives, and ${name} with it`,
        remedy: 'Remove the rule, or move the file.',
        place: own,
        code: 'kustomization-ignored-file',
      }
    case 'unreached':
      return {
        ok: null,
        detail: `nothing applies ${name}: no Flux Kustomization reaches ${path}`,
        place: own,
        code: 'nothing-applies',
      }
    case 'unknown':
      return { ok: null, detail: found.why, place: own }
  }
}

/** Whether an object reaches no cluster, as far as the files tell: what is wrong with it hurts nobody. */
export function isDead(snapshot: Snapshot, path: string, offset: number): boolean {
  if (!isJudged(snapshot, path)) return true
  return ['not-listed', 'ignored', 'unreached'].includes(applied(snapshot, path, offset).state)
}

/** The innermost kustomization above a file that clusters build, and what it would have to list. */
function omitted(
  path: string,
  targets: ReadonlyMap<string, Target>,
  { effective, folders }: Snapshot,
): Omission | undefined {
  let entry = path
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const target = targets.get(folder)
    if (target) {
      // What Flux makes of a folder without a kustomization takes every manifest.
      const isMade = target.file === undefined || folderOf(target.file) !== folder
      if (target.file === undefined || isMade) return undefined
      return { kustomization: target.file, entry: folder === '' ? entry : entry.slice(folder.length + 1) }
    }
    // A folder with a kustomization of its own is listed as a whole.
    if (effective.roots.has(folder)) entry = folder
    if (folder === '' || !folders.has(folder)) return undefined
  }
}

/** Where a kustomization lists its resources; its first line where it lists none. */
export function resourcesSpan({ files }: Snapshot, path: string): Span {
  const file = files.get(path)
  const root = file?.facts.documents[0]?.root
  return keySpan(root, 'resources') ?? [0, Math.max(0, file?.text.search(/\r?\n|$/) ?? 0)]
}

function isIn(offset: number, [start, end]: readonly [number, number]): boolean {
  return start <= offset && offset < end
}
