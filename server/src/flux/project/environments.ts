import { groupBy } from '../../text/group-by.ts'
import { isBelow } from '../automation/update-path.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { type EnvironmentKind, environmentKind, isStage, stageRank } from './stages.ts'

/** An environment and the folders that it is made from, relative to the repository's root. */
export interface EnvironmentFolders {
  readonly name: string
  readonly folders: readonly string[]
  /** What its name says of it. */
  readonly kind?: EnvironmentKind
  /** The branch that it follows, where the project file names one. */
  readonly branch?: string
  /** Folders of other environments inside of its own. */
  readonly without?: readonly string[]
}

/** What environments are found by. */
export type EnvironmentSource = Pick<Snapshot, 'project' | 'folders'>

/**
 * The environments of a workspace, from the first to the last: those of the project file; where it names none, those
 * that the layout shows: `clusters/*`, `overlays/*` and the like, and folders side by side with names such as `staging`
 * and `production`, with folders elsewhere that have one of these names; where there are none side by side, each folder
 * whose name says it. Rules, commits, differences, promotions and the Updates view all mean these.
 */
export function environments(source: EnvironmentSource): readonly EnvironmentFolders[] {
  const named = source.project.settings.environments
  if (named.length > 0)
    return apart(
      named.map(({ name, folders, branch }) => ({
        ...toEnvironment(name, folders),
        ...(branch === undefined ? {} : { branch }),
      })),
    )
  const sideBySide = foundSideBySide(source)
  const found = sideBySide.length > 0 ? withNamesakes(sideBySide, source) : foundByName(source)
  const all = [...groupBy(found, baseName)].map(([name, folders]) => toEnvironment(name, folders))
  return apart(all.toSorted((a, b) => stageRank(a.name) - stageRank(b.name) || (a.name < b.name ? -1 : 1)))
}

/** The environment that a file (its path relative to the repository's root) belongs to. */
export function environmentAt(
  source: EnvironmentSource & Pick<Snapshot, 'recall'>,
  path: string,
): EnvironmentFolders | undefined {
  return source.recall(environments).find(one => folderAround(one, path) !== undefined)
}

/** The folder of an environment that a file lies in; undefined where it is none of its files. */
export function folderAround(
  { folders, without = [] }: EnvironmentFolders,
  path: string,
): string | undefined {
  const around = folders.filter(folder => isBelow(path, folder))
  const [innermost] = around.toSorted((a, b) => b.length - a.length)
  if (innermost === undefined) return undefined
  const others = without.some(other => other.length > innermost.length && isBelow(path, other))
  return others ? undefined : innermost
}

/** An environment by its name, or the folder of that path as one. */
export function environmentNamed(
  source: EnvironmentSource,
  name: string,
  folder: string = name,
): EnvironmentFolders | undefined {
  const named = environments(source).find(one => one.name === name)
  if (named) return named
  return source.folders.has(folder) ? toEnvironment(baseName(folder), [folder]) : undefined
}

/** The folders that a user means by the name of an environment, or by a folder's path, there or not. */
export function foldersNamed(source: EnvironmentSource, name: string): EnvironmentFolders {
  const path = name.replace(/^\.?\/+|\/+$/g, '')
  return environments(source).find(one => one.name === name) ?? toEnvironment(baseName(path), [path])
}

function toEnvironment(name: string, folders: readonly string[]): EnvironmentFolders {
  const kind = environmentKind(name)
  return { name, folders, ...(kind ? { kind } : {}) }
}

/** A file of several belongs to the innermost. */
function apart(all: readonly EnvironmentFolders[]): readonly EnvironmentFolders[] {
  return all.map(one => {
    const without = all
      .filter(other => other !== one)
      .flatMap(({ folders }) => folders)
      .filter(other => one.folders.some(folder => folder !== other && isBelow(other, folder)))
    return without.length === 0 ? one : { ...one, without }
  })
}

/** Folders whose folders are environments, whatever their names. */
const collection = /(?:^|\/)(?:clusters|environments|envs|env|overlays|stages)$/
const shared = /^(?:base|bases|common|shared|components|default|all|lib|library|templates|config|crds)$/

function foundSideBySide(source: EnvironmentSource): readonly string[] {
  const { folders } = source
  const found: string[] = []
  for (const [folder, names] of [...folders].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (found.some(known => isBelow(folder, known))) continue
    const children = names.filter(
      name => folders.has(pathOf(folder, name)) && !/^(?:\.|flux-system$)/.test(name),
    )
    const isCollection = collection.test(folder)
    // Clusters of regions: `clusters/eu-1/staging` and `clusters/eu-1/production`.
    if (
      isCollection &&
      !children.some(isStaged) &&
      children.some(name => holdsStages(source, pathOf(folder, name)))
    )
      continue
    const wanted = children.filter(isCollection ? name => !shared.test(name) : isStaged)
    if (wanted.length > 1) found.push(...wanted.map(name => pathOf(folder, name)))
  }
  return found
}

function holdsStages({ folders }: EnvironmentSource, folder: string): boolean {
  return (
    (folders.get(folder) ?? []).filter(name => folders.has(pathOf(folder, name)) && isStaged(name)).length > 1
  )
}

function isStaged(name: string): boolean {
  return environmentKind(name) !== undefined
}

/** `apps/staging` beside `clusters/staging` and `clusters/production`. */
function withNamesakes(found: readonly string[], { folders }: EnvironmentSource): readonly string[] {
  const names = new Set(found.map(baseName).filter(isStage))
  const others = [...folders.keys()].filter(
    folder => names.has(baseName(folder)) && !found.some(known => isBelow(folder, known)),
  )
  return [...found, ...outermost(others)]
}

/** Nothing is side by side: the outermost folders that are called after a stage, else with one in their names. */
function foundByName({ folders }: EnvironmentSource): readonly string[] {
  const visible = [...folders.keys()].filter(folder => !/(?:^|\/)\./.test(folder))
  const called = visible.filter(folder => isStage(baseName(folder)))
  const known = called.length > 0 ? called : visible.filter(folder => isStaged(baseName(folder)))
  return outermost(known)
}

function outermost(folders: readonly string[]): readonly string[] {
  return folders
    .filter(folder => !folders.some(other => other !== folder && isBelow(folder, other)))
    .toSorted()
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function pathOf(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
