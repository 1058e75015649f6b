import { type SupplyingPatch, supplyingPatches } from '../../flux/resources/supplying-patches.ts'
import type { MissingField } from '../../flux/schema/schema-problems.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { isWithin } from '../../kustomize/build/workspace-files.ts'

/** A field that an object lacks in what clusters receive, and the patches of which one should have brought it. */
export interface Incomplete {
  /** The object's file. */
  readonly path: string
  readonly missing: MissingField
  readonly patches: readonly SupplyingPatch[]
}

/** The patches that bring others what this object lacks. */
export function patchesFor(snapshot: Snapshot, { via, kind, name }: MissingField): readonly SupplyingPatch[] {
  return supplyingPatches(snapshot, via, kind, name)
}

/**
 * What objects lack of which the first patch that should bring it stands in this file, those that lack the same
 * together; `missingFieldsIn` says what is missing from the objects of a file. One object alone is reported in its own file; of several the fault lies here.
 */
export function incompleteBy(
  snapshot: Snapshot,
  { path: file, text }: SourceFile,
  missingFieldsIn: (path: string) => readonly MissingField[],
): readonly (readonly Incomplete[])[] {
  if (!/\bpatches\b/.test(text)) return []
  const groups = new Map<string, Incomplete[]>()
  for (const path of filesBehind(snapshot, file)) {
    for (const missing of missingFieldsIn(path)) {
      const patches = patchesFor(snapshot, missing)
      const [first] = patches
      if (first?.path !== file) continue
      const key = `${first.span[0]} ${missing.kind} ${missing.path}`
      groups.set(key, [...(groups.get(key) ?? []), { path, missing, patches }])
    }
  }
  return [...groups.values()].filter(group => group.length > 1)
}

/** The files of the objects that the kustomization, or the Flux Kustomizations, in a file have a hand in. */
function filesBehind({ effective, index }: Snapshot, file: string): ReadonlySet<string> {
  const built = [...effective.roots.values(), ...effective.fluxRoots].filter(({ target }) =>
    [...target.folders].some(folder => isKustomizationOf(folder, file)),
  )
  const applied = effective.fluxRoots.filter(({ kustomization }) => kustomization.place.file === file)
  const names = new Set([...built, ...applied].map(({ name }) => name))
  const placed = [...index.placed.values()].filter(({ via }) => via.some(name => names.has(name)))
  return new Set(placed.map(({ path }) => path))
}

function isKustomizationOf(folder: string, file: string): boolean {
  return isWithin(file, folder) && !file.slice(folder === '' ? 0 : folder.length + 1).includes('/')
}
