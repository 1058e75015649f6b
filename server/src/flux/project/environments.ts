import { groupBy } from '../../text/group-by.ts'
import { isBelow } from '../automation/update-path.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** An environment and the folders that it is made from, relative to the repository's root. */
export interface EnvironmentFolders {
  readonly name: string
  readonly folders: readonly string[]
}

/**
 * The environments of a workspace, from the first to the last: those of the project file; where it names none, those
 * that the layout shows: `clusters/*`, `overlays/*` and the like, and folders side by side with names such as `staging`
 * and `production`.
 */
export function environments({
  project,
  folders,
}: Pick<Snapshot, 'project' | 'folders'>): readonly EnvironmentFolders[] {
  const named = project.settings.environments
  if (named.length > 0) return named.map(({ name, path }) => ({ name, folders: [path] }))
  const found: string[] = []
  for (const [folder, names] of [...folders].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (found.some(known => isBelow(folder, known))) continue
    const children = names.filter(
      name => folders.has(pathOf(folder, name)) && !/^(?:\.|flux-system$)/.test(name),
    )
    const wanted = collection.test(folder)
      ? children.filter(name => !shared.test(name))
      : children.filter(isEnvironment)
    if (wanted.length > 1) found.push(...wanted.map(name => pathOf(folder, name)))
  }
  const byName = groupBy(found, path => path.slice(path.lastIndexOf('/') + 1))
  return [...byName]
    .map(([name, folders]) => ({ name, folders }))
    .toSorted((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1))
}

/** An environment by its name, or the folder of that path as one. */
export function environmentNamed(
  snapshot: Pick<Snapshot, 'project' | 'folders'>,
  name: string,
  folder: string = name,
): EnvironmentFolders | undefined {
  const named = environments(snapshot).find(one => one.name === name)
  if (named) return named
  if (!snapshot.folders.has(folder)) return undefined
  return { name: folder.slice(folder.lastIndexOf('/') + 1), folders: [folder] }
}

/** A name without what tells environments apart: `web-staging` is `web-*` for `staging`, and for `stage` too. */
export function withoutEnvironment(text: string, environment: string): string {
  const words = new Set([environment.toLowerCase(), ...synonyms(environment)])
  const pattern = [...words]
    .toSorted((a, b) => b.length - a.length)
    .map(word => word.replace(/[^a-z0-9]/g, '\\$&'))
  return text.replace(new RegExp(`(?<![A-Za-z0-9])(?:${pattern.join('|')})(?![A-Za-z0-9])`, 'gi'), '*')
}

/** Folders whose folders are environments, whatever their names. */
const collection = /(?:^|\/)(?:clusters|environments|envs|env|overlays|stages)$/
const shared = /^(?:base|bases|common|shared|components|default|all|lib|library|templates|config|crds)$/

/** Words for one stage, in the order in which changes pass through them. */
const stages: readonly (readonly string[])[] = [
  ['sandbox', 'local', 'playground', 'pg'],
  ['dev', 'develop', 'development', 'devel'],
  ['ci', 'integration', 'int'],
  ['test', 'testing', 'tst'],
  ['qa', 'quality'],
  ['uat', 'acceptance', 'acc'],
  ['stage', 'staging', 'stg'],
  ['preprod', 'pre-prod', 'preproduction', 'pre-production', 'preview', 'canary'],
  ['prod', 'production', 'prd', 'live'],
]

function isEnvironment(name: string): boolean {
  return stageOf(name) !== undefined
}

function rank(name: string): number {
  return stageOf(name) ?? stages.length
}

function stageOf(name: string): number | undefined {
  const at = stages.findLastIndex(words =>
    words.some(word => new RegExp(`(?:^|[-_.])${word}(?:[-_.]|\\d*$)`, 'i').test(name)),
  )
  return at < 0 ? undefined : at
}

function synonyms(environment: string): readonly string[] {
  return stages.find(words => words.includes(environment.toLowerCase())) ?? []
}

function pathOf(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
