import type { YamlDocument } from '../../text/node.ts'

/** Whose rules count where versions of kustomize differ: 5.5 to 5.7 of Flux before 2.8, 5.8 of Flux 2.8 and later. */
export type KustomizeVersion = '5.5' | '5.8'

/**
 * A read-only view of the workspace's files. Paths are relative to its root, with `/`; the root itself is ``.
 * A file that `list` names but `read` does not have is one whose text is not loaded: what it holds is unknown.
 */
export interface WorkspaceFiles {
  readonly kustomize: KustomizeVersion
  /** A file's documents: the same array as long as its text is the same. */
  read(path: string): readonly YamlDocument[] | undefined
  /** A file's text, for what is no YAML (a generator's files) and for places within inline patches. */
  text(path: string): string | undefined
  isFolder(path: string): boolean
  /** Whether there is a file or a folder of that path. */
  has(path: string): boolean
  /** The names in a folder, of files and of folders, in any order. */
  list(folder: string): readonly string[]
}

/** A path from a folder, with `.` and `..` resolved; undefined where it leaves the workspace. */
export function joinPath(folder: string, path: string): string | undefined {
  const whole = folder === '' ? path : `${folder}/${path}`
  // Most paths have nothing to resolve, and a search says so without taking them apart: they are many.
  if (!unresolved.test(whole)) return whole
  const parts: string[] = []
  for (const part of whole.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** An empty part, `.` or `..`. */
const unresolved = /(?:^|\/)\.{0,2}(?:\/|$)/

/** The folder that a file or a folder lies in. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** A path's last name. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Whether a path is a folder or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}

/** Whether a path is one of these folders or lies below one: asked of the path's own folders, however many these are. */
export function isWithinAny(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = path; ; at = folderOf(at)) {
    if (folders.has(at)) return true
    if (at === '') return false
  }
}
