import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parseAllDocuments } from 'yaml'
import { effectiveResources } from '../../server/src/kustomize/build/effective-resources.ts'
import type { EffectiveRoot } from '../../server/src/kustomize/build/effective-root.ts'
import type { KustomizeVersion } from '../../server/src/kustomize/build/workspace-files.ts'
import type { Json } from '../../server/src/kustomize/values/json-of.ts'
import { filesOf } from '../kustomize/memory-files.ts'
import { type Outcome, outcomeOf, outcomeOfObjects } from '../kustomize/outcome.ts'
import { attempt, casesOf, isThrown, type Row, type Suite } from './suite.ts'

/** What one version of kustomize answered. */
interface Built {
  readonly yaml?: string
  readonly panic?: string
  readonly error?: string
}

interface KustomizeCase {
  readonly id: string
  readonly files: Readonly<Record<string, string>>
  readonly root: string
  readonly k55: Built
  readonly k58: Built
}

type Outcomes = Outcome | { readonly panic: string }

/** kustomize's own tests, with the rules of 5.5; what 5.8.1 builds is right as well, where only bugs were fixed. */
export const kustomizeSuite: Suite = {
  name: 'kustomize',
  mark: 1040,
  *rows(folder) {
    for (const one of casesOf<KustomizeCase>(folder)) yield rowOf(one, '5.5', [one.k55, one.k58])
  },
}

/** The same with the rules of 5.8.1, which alone is right then. */
export const newKustomizeSuite: Suite = {
  name: 'kustomize-5.8',
  mark: 1040,
  *rows(folder) {
    for (const one of casesOf<KustomizeCase>(join(folder, '../kustomize'))) yield rowOf(one, '5.8', [one.k58])
  },
}

function rowOf(
  { id, files, root: path }: KustomizeCase,
  kustomize: KustomizeVersion,
  built: readonly Built[],
): Row {
  const theirs = built.map(outcomeOfBuilt)
  const root = attempt(() => effectiveResources(filesOf(files, new Map(), kustomize)).roots.get(path))
  if (isThrown(root)) return { id, ok: false, ours: root, theirs }
  const ours = root ? outcomeOf(root) : { fails: true as const }
  if (theirs.some(one => isDeepStrictEqual(one, ours)) || (root && isSound(root, ours, theirs)))
    return { id, ok: true }
  return {
    id,
    ok: false,
    ours: { ...ours, problems: root?.problems.map(({ code, message }) => `${code}: ${message}`) },
    theirs: { outcomes: theirs, why: built.map(({ error }) => error) },
  }
}

function outcomeOfBuilt({ yaml, panic }: Built): Outcomes {
  if (yaml !== undefined) return outcomeOfObjects(objectsOf(yaml))
  return panic === undefined ? { fails: true } : { panic }
}

function objectsOf(yaml: string): readonly Json[] {
  return parseAllDocuments(yaml, { uniqueKeys: false, logLevel: 'silent' }).flatMap(
    document => (document.toJS() as Json | null) ?? [],
  )
}

/** Of a root with something unknown, what is not doubted must be right, where kustomize could build it at all. */
function isSound(root: EffectiveRoot, ours: Outcome, theirs: readonly Outcomes[]): boolean {
  if (root.unknowns.length === 0 && root.resources.every(({ doubts }) => doubts.length === 0)) return false
  if ('fails' in ours) return false
  const [first] = theirs
  if (first && !('objects' in first)) return true
  const sure = root.resources.filter(({ doubts }) => doubts.length === 0)
  const mine = outcomeOfObjects(sure.map(({ content }) => JSON.parse(content) as Json))
  return (
    'objects' in mine &&
    Object.entries(mine.objects).every(([key, object]) =>
      theirs.some(one => 'objects' in one && isDeepStrictEqual(one.objects[key], object)),
    )
  )
}
