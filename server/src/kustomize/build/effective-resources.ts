import type { YamlDocument } from '../../text/node.ts'
import { madeByInstance } from '../flux/flux-instance.ts'
import { type FluxRoot, fluxRoots } from '../flux/flux-roots.ts'
import type { FindConfigMaps } from '../flux/post-build.ts'
import { allowance, isBeyond } from './allowance.ts'
import { type Building, buildTarget, kustomizationNames } from './build-target.ts'
import { type EffectiveResource, type EffectiveRoot, effectiveRoot, finished } from './effective-root.ts'
import { holds } from './fact.ts'
import type { Manifest } from './manifests.ts'
import { reached } from './reached.ts'
import { readResources } from './read-resources.ts'
import type { Target } from './target.ts'
import { leftOut, mostSteps, newWork } from './work.ts'
import type { KustomizeVersion, WorkspaceFiles } from './workspace-files.ts'

/** What all kustomizations of a workspace give. */
export interface EffectiveResources {
  /** By folder: every folder with a kustomization is a root of its own, components too. */
  readonly roots: ReadonlyMap<string, EffectiveRoot>
  /** What the Flux Kustomizations give; clusters may have some of the same name. */
  readonly fluxRoots: readonly FluxRoot[]
  /** Objects that clusters have without a file of their own: the source and the Kustomization of a FluxInstance. */
  readonly made: readonly EffectiveResource[]
  /** By file: the objects of the files that no root uses, as they stand. */
  readonly alone: ReadonlyMap<string, Alone>
  /** How many roots were evaluated for this, and not taken over from the previous result. */
  readonly evaluated: number
  readonly memory: Memory
}

/** What the next pass can go on from. */
interface Memory {
  readonly kustomize: KustomizeVersion
  /** What was built of each folder. */
  readonly built: ReadonlyMap<string, Target>
  /** What files were found to hold. */
  readonly manifests: ReadonlyMap<string, Manifest>
  /** The files that kustomizations, and those that Flux Kustomizations have read. */
  readonly readByRoots: ReadonlySet<string>
  readonly readByFlux: ReadonlySet<string>
  /** The objects of the files that no kustomization has read. */
  readonly unread: ReadonlyMap<string, Alone>
}

/** The objects of one file, as they stand. */
interface Alone {
  readonly documents: readonly YamlDocument[]
  readonly resources: readonly EffectiveResource[]
}

/**
 * Evaluates every root of a workspace, kustomizations and Flux Kustomizations. Those of `before` for which
 * everything still reads the same are taken over as they are: the same object.
 */
export function effectiveResources(files: WorkspaceFiles, before?: EffectiveResources): EffectiveResources {
  const previous = before?.memory.kustomize === files.kustomize ? before : undefined
  const memory = previous?.memory
  const stands = standing(files)
  const old = [...(memory?.built ?? [])].filter(([, target]) => stands(target))
  const roots = new Map<string, EffectiveRoot>()
  const building: Building = {
    files,
    roots,
    built: new Map(old),
    manifests: new Map(memory?.manifests),
    limit: mostSteps,
    hashes: new WeakMap(),
  }
  const { folders, manifests } = surveyed(files)
  let evaluated = 0
  const allowed = allowance()
  for (const folder of folders) {
    const old = previous?.roots.get(folder)
    const isSame = old !== undefined && stands(old.target) && allowed.takes(old)
    if (!isSame) evaluated++
    const root = isSame ? old : rootOf(folder, { ...building, limit: allowed.limit })
    allowed.count(root)
    roots.set(folder, root)
  }
  const isAsBefore = evaluated === 0 && roots.size === previous?.roots.size
  const readByRoots = isAsBefore && memory ? memory.readByRoots : readBy(roots.values())
  const unread = standAlone(manifests, readByRoots, files, memory?.unread)

  const usedByRoots = usedBy(roots.values())
  const tops = [...roots.values()].filter(({ name }) => !usedByRoots.has(name))
  const filed = [...tops, ...unread.values()].flatMap(({ resources }) => resources)
  const made = filed.flatMap(madeByInstance)
  const written = [...filed, ...made]
  const flux = fluxRoots(
    written,
    building,
    findConfigMap(written),
    previous?.fluxRoots ?? [],
    stands,
    allowed,
  )
  const known = new Set(previous?.fluxRoots)
  const fresh = flux.filter(root => !known.has(root)).length
  const readByFlux = fresh === 0 && flux.length === known.size && memory ? memory.readByFlux : readBy(flux)
  return {
    roots,
    fluxRoots: flux,
    made,
    alone: new Map([...unread].filter(([path]) => !readByFlux.has(path))),
    evaluated: evaluated + fresh,
    memory: {
      kustomize: files.kustomize,
      built: building.built,
      manifests: building.manifests,
      readByRoots,
      readByFlux,
      unread,
    },
  }
}

function rootOf(folder: string, building: Building): EffectiveRoot {
  const { limit, files, hashes } = building
  if (limit > 0) {
    const root = effectiveRoot(folder, buildTarget(folder, building), newWork(limit, hashes))
    if (!isBeyond(root, limit)) return root
  }
  return effectiveRoot(folder, leftOut(folder, fileIn(folder, files)))
}

function fileIn(folder: string, files: WorkspaceFiles): string {
  const names = kustomizationNames.filter(name => files.list(folder).includes(name))
  return [...(folder === '' ? [] : [folder]), names[0] ?? ''].join('/')
}

/** The folders that roots reach, beside their own. */
function usedBy(roots: Iterable<EffectiveRoot>): ReadonlySet<string> {
  const used = new Set<string>()
  for (const { name, target } of roots) {
    for (const folder of target.folders) if (folder !== name) used.add(folder)
  }
  return used
}

/** The files that roots have read: manifests, patches and all else. */
function readBy(roots: Iterable<EffectiveRoot>): ReadonlySet<string> {
  const paths = new Set<string>()
  const seen = new Set<Target>()
  for (const root of roots) reached(root.target, seen)
  for (const { facts } of seen) for (const fact of facts) if ('read' in fact) paths.add(fact.read)
  return paths
}

/** The folders with a kustomization, and the other YAML files, in the order of their paths. */
function surveyed(files: WorkspaceFiles): {
  readonly folders: readonly string[]
  readonly manifests: readonly string[]
} {
  const folders: string[] = []
  const manifests: string[] = []
  const visit = (folder: string) => {
    const names = files.list(folder)
    if (kustomizationNames.some(name => names.includes(name))) folders.push(folder)
    for (const name of names) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (files.isFolder(path)) visit(path)
      else if (/\.ya?ml$/.test(name) && !kustomizationNames.includes(name)) manifests.push(path)
    }
  }
  visit('')
  return { folders: folders.sort(), manifests: manifests.sort() }
}

/** The objects of the manifests that are not among the files read. */
function standAlone(
  manifests: readonly string[],
  read: ReadonlySet<string>,
  files: WorkspaceFiles,
  previous: ReadonlyMap<string, Alone> | undefined,
): ReadonlyMap<string, Alone> {
  const alone = new Map<string, Alone>()
  for (const path of manifests) {
    const documents = read.has(path) ? undefined : files.read(path)
    const before = documents && previous?.get(path)
    if (before?.documents === documents && before) alone.set(path, before)
    else if (documents) alone.set(path, { documents, resources: asTheyStand(path, documents) })
  }
  return alone
}

/** Each document by itself: a file may hold other things beside objects. */
function asTheyStand(path: string, documents: readonly YamlDocument[]): readonly EffectiveResource[] {
  return documents.flatMap(document => {
    const read = readResources([document], { file: path })
    return 'reason' in read ? [] : read.map(resource => finished(resource, []))
  })
}

function findConfigMap(resources: readonly EffectiveResource[]): FindConfigMaps {
  const found = new Map<string, EffectiveResource[]>()
  for (const resource of resources) {
    if (resource.kind !== 'ConfigMap' || resource.apiVersion !== 'v1') continue
    const key = `${resource.namespace}/${resource.name}`
    found.set(key, [...(found.get(key) ?? []), resource])
  }
  return (namespace, name) => found.get(`${namespace}/${name}`) ?? []
}

/** Whether a target still stands; asked once a target and pass. */
function standing(files: WorkspaceFiles): (target: Target) => boolean {
  const known = new Map<Target, boolean>()
  const stands = (target: Target): boolean => {
    const answer = known.get(target)
    if (answer !== undefined) return answer
    // Until it is known it counts as standing, so that targets which use each other come to an end.
    known.set(target, true)
    const result =
      !target.isOfThisPass && target.facts.every(fact => holds(fact, files)) && target.uses.every(stands)
    known.set(target, result)
    return result
  }
  return stands
}
