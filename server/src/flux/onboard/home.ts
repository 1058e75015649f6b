import { field, type Node } from '../../text/node.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy, ImageRepository } from '../resources/resources.ts'
import { repositories, type Snapshot } from '../workspace/snapshot.ts'
import type { OnboardEdit } from './marker-edits.ts'

/** Siblings of what is onboarded: the policy that lives nearest to a file, and its ImageRepository. */
export interface Siblings {
  readonly policy: Placed<ImagePolicy>
  readonly repository?: Placed<ImageRepository>
}

/** The policy of a namespace (of any, where that has none) whose file is nearest to a path. */
export function siblingsNear(snapshot: Snapshot, path: string, namespace: string): Siblings | undefined {
  const all = [...snapshot.index.policies.values()].flatMap(([first]) => first ?? [])
  const own = all.filter(one => one.namespace === namespace)
  const [policy] = (own.length > 0 ? own : all).toSorted(
    (a, b) => common(b.path, path) - common(a.path, path) || (a.path < b.path ? -1 : 1),
  )
  if (policy === undefined) return undefined
  const [repository] = repositories(snapshot, policy)
  return { policy, ...(repository ? { repository } : {}) }
}

/** Where a new object of a sibling's kind goes, and why there. */
export interface Home {
  readonly path: string
  readonly why: string
}

/**
 * The file for a new object, as its siblings have theirs: in the file that holds several of them; in the application's
 * own folder, where each application has a file of that name; else in their folder, in a file named alike.
 */
export function homeOf(
  snapshot: Snapshot,
  sibling: Placed,
  { name, file, folder }: { readonly name: string; readonly file: string; readonly folder?: string },
): Home {
  const { path } = sibling
  const base = path.slice(path.lastIndexOf('/') + 1)
  const named = namedLike(base, sibling.resource.name, name)
  if (folder !== undefined)
    return {
      path: inFolder(folder, freeName(snapshot, folder, named, name)),
      why: `${folder || '.'} was asked for`,
    }
  const ofKind = (snapshot.files.get(path)?.facts.resources ?? []).filter(
    ({ kind }) => kind === sibling.resource.kind,
  )
  if (ofKind.length > 1) return { path, why: `${path} holds ${ofKind.length} of its kind` }
  const folders = new Set(
    [...snapshot.files.values()].flatMap(({ path: other, facts }) =>
      other.endsWith(`/${base}`) && facts.resources.some(({ kind }) => kind === sibling.resource.kind)
        ? [folderOf(other)]
        : [],
    ),
  )
  const own = folderOf(file)
  if (folders.size > 1 && named === base)
    return { path: inFolder(own, base), why: `${folders.size} folders hold ${base} beside what it is for` }
  const home = folderOf(path)
  return {
    path: inFolder(home, freeName(snapshot, home, named, name)),
    why: `its siblings are in ${home || 'the root'}`,
  }
}

/** The edit that lists a new file in the kustomization that lists its siblings; undefined where none has to. */
export function resourcesEdit(
  snapshot: Snapshot,
  path: string,
  sibling: string | undefined,
): OnboardEdit | undefined {
  if (snapshot.files.has(path)) return undefined
  const own = kustomizationIn(snapshot, folderOf(path))
  const listing = own ?? (sibling === undefined ? undefined : kustomizationListing(snapshot, sibling))
  if (listing === undefined) return undefined
  return listed(snapshot, listing, relativeTo(folderOf(listing), path))
}

function kustomizationIn({ files }: Snapshot, folder: string): string | undefined {
  return ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
    .map(name => inFolder(folder, name))
    .find(path => files.has(path))
}

function kustomizationListing(snapshot: Snapshot, sibling: string): string | undefined {
  for (let folder = folderOf(sibling); folder !== ''; folder = folderOf(folder)) {
    const path = kustomizationIn(snapshot, folderOf(folder))
    if (path === undefined) continue
    const entry = relativeTo(folderOf(path), sibling)
    if (resourcesOf(snapshot, path)?.some(text => text.replace(/^\.\//, '') === entry)) return path
  }
  return undefined
}

function resourcesOf(snapshot: Snapshot, path: string): readonly string[] | undefined {
  const resources = resourcesNode(snapshot, path)
  return resources?.kind === 'sequence'
    ? resources.items.map(item => (item.kind === 'scalar' ? item.text : ''))
    : undefined
}

function resourcesNode({ files }: Snapshot, path: string): Node | undefined {
  return field(files.get(path)?.facts.documents[0]?.root, 'resources')
}

/** An entry at the end of `resources`, as the others are written. */
function listed(snapshot: Snapshot, path: string, entry: string): OnboardEdit | undefined {
  const text = snapshot.files.get(path)?.text ?? ''
  const resources = resourcesNode(snapshot, path)
  const last = resources?.kind === 'sequence' ? resources.items.at(-1) : undefined
  if (resources?.kind === 'sequence' && resourcesOf(snapshot, path)?.includes(entry)) return undefined
  if (resources?.kind !== 'sequence' || last === undefined) {
    if (resources !== undefined && resources.kind !== 'scalar') return undefined
    const end = text.length
    return {
      path,
      span: [end, end],
      newText: `${text === '' || text.endsWith('\n') ? '' : '\n'}resources:\n  - ${entry}\n`,
    }
  }
  const at = last.span[1]
  if (resources.flow) return { path, span: [at, at], newText: `, ${entry}` }
  const start = text.lastIndexOf('\n', last.span[0] - 1) + 1
  const dash = text.slice(start, last.span[0]).replace(/\S.*$/, '')
  const isDot = last.kind === 'scalar' && last.text.startsWith('./')
  const end = at + (/\r?\n|$/.exec(text.slice(at))?.index ?? 0)
  return { path, span: [end, end], newText: `\n${dash}- ${isDot ? './' : ''}${entry}` }
}

/** `web-policy.yaml` of `web` is `api-policy.yaml` for `api`; a name that does not hold the sibling's stays. */
function namedLike(base: string, sibling: string, name: string): string {
  return base.includes(sibling) ? base.replace(sibling, name) : base
}

function freeName({ files, unread }: Snapshot, folder: string, base: string, name: string): string {
  const path = inFolder(folder, base)
  if (!files.has(path) && !unread.has(path)) return base
  return base.replace(/(\.ya?ml)?$/, `-${name}$1`)
}

/** How many folders two paths begin with in common. */
function common(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  const at = left.findIndex((part, index) => part !== right[index])
  return at < 0 ? left.length : at
}

function relativeTo(folder: string, path: string): string {
  const shared = common(`${folder}/`, path)
  const up = folder === '' ? 0 : folder.split('/').length - Math.min(shared, folder.split('/').length)
  return [...Array<string>(up).fill('..'), ...path.split('/').slice(folder === '' ? 0 : shared)].join('/')
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
