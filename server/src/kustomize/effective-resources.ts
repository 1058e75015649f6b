import { type Building, buildTarget, kustomizationNames } from './build-target.ts'
import { type EffectiveRoot, effectiveRoot } from './effective-root.ts'
import { holds } from './fact.ts'
import type { Target } from './target.ts'
import type { WorkspaceFiles } from './workspace-files.ts'

/** What all kustomizations of a workspace give. */
export interface EffectiveResources {
  /** By folder: every folder with a kustomization is a root of its own, components too. */
  readonly roots: ReadonlyMap<string, EffectiveRoot>
  /** How many roots were evaluated for this, and not taken over from the previous result. */
  readonly evaluated: number
  /** For the next pass: what was built of each folder. */
  readonly built: ReadonlyMap<string, Target>
}

/** Evaluates every root; those of `previous` for which everything still reads the same are taken over as they are. */
export function effectiveResources(files: WorkspaceFiles, previous?: EffectiveResources): EffectiveResources {
  const stands = standing(files)
  const old = [...(previous?.built ?? [])].filter(([, target]) => stands(target))
  const building: Building = { files, built: new Map(old) }
  const roots = new Map<string, EffectiveRoot>()
  let evaluated = 0
  for (const folder of kustomizationFolders(files)) {
    const before = previous?.roots.get(folder)
    const root =
      before && stands(before.target) ? before : effectiveRoot(folder, buildTarget(folder, building))
    if (root !== before) evaluated++
    roots.set(folder, root)
  }
  return { roots, evaluated, built: building.built }
}

/** The folders that hold a kustomization file, in the order of their names. */
export function kustomizationFolders(files: WorkspaceFiles): readonly string[] {
  const found: string[] = []
  const visit = (folder: string) => {
    const names = files.list(folder)
    if (kustomizationNames.some(name => names.includes(name))) found.push(folder)
    for (const name of names) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (files.isFolder(path)) visit(path)
    }
  }
  visit('')
  return found.sort()
}

/** Whether a target still stands; asked once a target and pass. */
function standing(files: WorkspaceFiles): (target: Target) => boolean {
  const known = new Map<Target, boolean>()
  const stands = (target: Target): boolean => {
    const answer = known.get(target)
    if (answer !== undefined) return answer
    // Until it is known it counts as standing, so that targets which use each other come to an end.
    known.set(target, true)
    const result = target.facts.every(fact => holds(fact, files)) && target.uses.every(stands)
    known.set(target, result)
    return result
  }
  return stands
}
