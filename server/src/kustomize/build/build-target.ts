import { emptyConfig } from '../transform/transformer-config.ts'
import type { ScalarValue } from '../values/value.ts'
import { type Accumulator, accumulate } from './accumulate.ts'
import type { EffectiveRoot } from './effective-root.ts'
import { type Fact, notingFiles } from './fact.ts'
import type { Hashes } from './generator-hash.ts'
import { type Kustomization, readKustomization } from './kustomization.ts'
import { type Findings, placeOf } from './load-file.ts'
import type { Manifest } from './manifests.ts'
import type { BuildProblem, Unknown } from './problem.ts'
import type { Target } from './target.ts'
import { mostDepth, mostSteps, newWork, tooLarge } from './work.ts'
import { isWithin, type WorkspaceFiles } from './workspace-files.ts'

/** One pass over the workspace: what was built of it is built once. */
export interface Building {
  readonly files: WorkspaceFiles
  /** Targets by folder, unless they are part of a cycle: those of this pass, and of earlier ones that still stand. */
  readonly built: Map<string, Target>
  /** What files were found to hold, by path. */
  readonly manifests: Map<string, Manifest>
  /** The steps that each target may take. */
  readonly limit: number
  /** What the folders' own kustomizations were found to give, by folder. */
  readonly roots: ReadonlyMap<string, EffectiveRoot>
  /** What generated objects hash to, in this evaluation. */
  readonly hashes: Hashes
}

/** The names a kustomization file can have. */
export const kustomizationNames: readonly string[] = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
]

/** Builds the kustomization of a folder, with all that it uses. */
export function buildTarget(folder: string, building: Building): Target {
  return build(folder, building, { folders: [], cyclic: new Map() })
}

/** The way from the root to a target. */
interface Ancestors {
  readonly folders: readonly string[]
  /** Targets that lead to a cycle, or lie too deep. What they are depends on where one enters, so they are the root's own. */
  readonly cyclic: Map<string, Target>
}

function build(folder: string, building: Building, way: Ancestors): Target {
  const known = building.built.get(folder) ?? way.cyclic.get(folder)
  if (known) return known
  const facts: Fact[] = []
  const files = notingFiles(building.files, facts)
  const target = buildFrom(folder, files, facts, findKustomization(folder, files), building, way)
  const isOfTheWay =
    target.isCyclic ||
    (target.depth > mostDepth && way.folders.length > 0) ||
    (target.isTooLarge && building.limit < mostSteps)
  ;(isOfTheWay ? way.cyclic : building.built).set(folder, target)
  return target
}

/** Reads a folder's kustomization; what is wrong with it is reported through the function. */
export type FindKustomization = (findings: Findings, at: ScalarValue | undefined) => Kustomization | undefined

/** Builds a target of a kustomization that is read, or made, by `find`. */
export function buildFrom(
  folder: string,
  files: WorkspaceFiles,
  facts: readonly Fact[],
  find: FindKustomization,
  building: Building,
  way: Ancestors = { folders: [], cyclic: new Map() },
): Target {
  const problems: BuildProblem[] = []
  const unknowns: Unknown[] = []
  const lacks: string[] = []
  const findings: Findings = {
    problem: problem => problems.push(problem),
    unknown: unknown => unknowns.push(unknown),
    lack: path => lacks.push(path),
  }
  const uses = new Set<Target>()
  const folders = new Set([folder])
  const into = gathered(false)
  const kustomization = find(findings, undefined)
  let isCyclic = false
  const inner: Ancestors = { ...way, folders: [...way.folders, folder] }
  const work = newWork(building.limit)
  let depth = 1
  /** Takes account of what lies so much deeper; too deep, all that leads to it is too large. */
  const goDown = (by: number) => {
    depth = Math.max(depth, 1 + by)
    if (way.folders.length + depth <= mostDepth) return true
    depth = mostDepth + 1
    work.isSpent = true
    return false
  }
  const isCycle = (path: string, at: ScalarValue, components: readonly string[]) => {
    const isOnWay = inner.folders.includes(path) || components.includes(path)
    isCyclic ||= isOnWay
    if (!isOnWay && !isWithin(folder, path)) return false
    const message = cycleMessage(path, folder)
    findings.problem({ ...placeOf(at), code: 'kustomization-cycle', message })
    return true
  }
  const reach = (path: string, at: ScalarValue, reached: Iterable<string>) => {
    for (const one of reached) {
      if (isWithin(folder, one)) {
        const message = `${folderLabel(path)} leads to ${folderLabel(one)}, which ${one === folder ? 'uses it' : `contains ${folderLabel(folder)}`}`
        findings.problem({ ...placeOf(at), code: 'kustomization-cycle', message })
        return false
      }
    }
    for (const one of reached) folders.add(one)
    return true
  }
  if (kustomization) {
    accumulate(into, kustomization, folder, {
      files,
      findings,
      manifests: building.manifests,
      work,
      way: [],
      base(path, at, components) {
        if (isCycle(path, at, components) || !hasKustomization(path, files, findings, at)) return undefined
        if (!goDown(components.length + 1)) return undefined
        const target = build(path, building, { ...way, folders: [...inner.folders, ...components] })
        uses.add(target)
        isCyclic ||= target.isCyclic
        if (!goDown(components.length + target.depth)) return undefined
        if (!reach(path, at, target.folders)) return undefined
        return usable(target, at, findings) ? target : undefined
      },
      component(path, at, components) {
        if (isCycle(path, at, components) || !reach(path, at, [path])) return undefined
        if (!goDown(components.length + 1)) return undefined
        const component = findKustomization(path, files)(findings, at)
        if (component === undefined || component.isComponent) return component
        const message = `expected kind 'Component' for path '${path}' but got 'Kustomization'`
        findings.problem({ ...placeOf(at), code: 'kustomization-invalid', message })
        return undefined
      },
    })
  } else into.isIncomplete = true
  const isTooLarge = work.isSpent
  // What leads to the one that is too large in its own right says nothing of itself.
  const isTold = isTooLarge && (depth <= mostDepth || way.folders.length === 0)
  const doubt = tooLarge(folder, kustomization?.file ?? folder, kustomization?.at)
  return {
    folder,
    file: kustomization?.file,
    isComponent: kustomization?.isComponent ?? false,
    ...(isTooLarge ? gathered(true) : into),
    problems: isTooLarge ? [] : problems,
    unknowns: isTooLarge ? (isTold ? [doubt] : []) : unknowns,
    lacks,
    depth,
    steps: work.steps,
    isTooLarge,
    isOfThisPass: depth > mostDepth || (isTooLarge && building.limit < mostSteps),
    facts,
    uses: [...uses],
    folders,
    isCyclic,
    buildMetadata: kustomization?.buildMetadata ?? [],
    openapi: kustomization?.openapi,
    sortOptions: kustomization?.sortOptions,
  }
}

function gathered(isIncomplete: boolean): Accumulator {
  return { resources: [], config: emptyConfig, vars: [], isIncomplete }
}

function cycleMessage(path: string, folder: string): string {
  if (path === folder) return `${folderLabel(folder)} uses itself`
  return isWithin(folder, path)
    ? `${folderLabel(path)} contains ${folderLabel(folder)}, which uses it`
    : `${folderLabel(path)} leads to ${folderLabel(folder)}, which uses it in turn`
}

function folderLabel(folder: string): string {
  return folder === '' ? "the repository's root" : folder
}

/** Whether a folder has a kustomization file; where it has none, that is reported at what names the folder. */
function hasKustomization(
  folder: string,
  files: WorkspaceFiles,
  findings: Findings,
  at: ScalarValue,
): boolean {
  const isThere = pathsOf(folder).some(path => files.read(path) !== undefined)
  if (!isThere) findKustomization(folder, files)(findings, at)
  return isThere
}

function pathsOf(folder: string): readonly string[] {
  return kustomizationNames.map(name => (folder === '' ? name : `${folder}/${name}`))
}

function usable(target: Target, at: ScalarValue, findings: Findings): boolean {
  if (!target.isComponent) return true
  const message = `expected kind != 'Component' for path '${target.folder}'`
  findings.problem({ ...placeOf(at), code: 'kustomization-invalid', message })
  return false
}

/** Finds a folder's kustomization file. `at` is what names the folder, where something does. */
export function findKustomization(folder: string, files: WorkspaceFiles, isStrict = true): FindKustomization {
  return (findings, at) => {
    const found = pathsOf(folder).flatMap(path => {
      const documents = files.read(path)
      return documents ? [{ path, documents }] : []
    })
    const [first, second] = found
    if (first && !second) return readKustomization(first.path, first.documents, isStrict, findings.problem)
    const place = at ? placeOf(at) : { file: first?.path ?? folder, span: [0, 0] as const }
    if (second) {
      const message = `Found multiple kustomization files under: ${folder}`
      findings.problem({ file: second.path, span: [0, 0], code: 'kustomization-several', message })
      return undefined
    }
    const unread = kustomizationNames.find(name => files.list(folder).includes(name))
    if (unread !== undefined) findings.lack(folder === '' ? unread : `${folder}/${unread}`)
    else {
      const message = `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`
      findings.problem({ ...place, code: 'kustomization-missing-file', message, missing: pathsOf(folder) })
    }
    return undefined
  }
}
