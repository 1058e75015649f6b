import { type SupplyingPatch, supplyingPatches } from '../../flux/resources/supplying-patches.ts'
import type { MissingField } from '../../flux/schema/schema-problems.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { folderOf } from '../../kustomize/build/workspace-files.ts'

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
function filesBehind(snapshot: Snapshot, file: string): readonly string[] {
  const { byFolder, byFile, files } = snapshot.recall(behind)
  const names = [...(byFolder.get(folderOf(file)) ?? []), ...(byFile.get(file) ?? [])]
  const paths = new Map(names.flatMap(name => [...(files.get(name) ?? [])]))
  return [...paths].sort(([, a], [, b]) => a - b).map(([path]) => path)
}

/**
 * Names of roots by the folders that they read, and of Flux Kustomizations by their files; by the name of a root the
 * files of what it gives, each with its rank in the order of the workspace's objects.
 */
function behind({ effective, index }: Snapshot) {
  const byFolder = new Map<string, Set<string>>()
  const byFile = new Map<string, Set<string>>()
  const files = new Map<string, Map<string, number>>()
  for (const { target, name } of [...effective.roots.values(), ...effective.fluxRoots])
    for (const folder of target.folders) entry(byFolder, folder, () => new Set()).add(name)
  for (const { kustomization, name } of effective.fluxRoots)
    entry(byFile, kustomization.place.file, () => new Set()).add(name)
  const ranks = new Map<string, number>()
  for (const { path, via } of index.placed.values()) {
    const rank = entry(ranks, path, () => ranks.size)
    for (const name of via) entry(files, name, () => new Map()).set(path, rank)
  }
  return { byFolder, byFile, files }
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key) ?? make()
  map.set(key, found)
  return found
}
