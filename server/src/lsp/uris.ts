import { sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** UTF-16 units. Longer paths are none that Git can check out on any system (its `PATH_MAX`), and cost with each folder. */
const longest = 4096

/**
 * The absolute path of a file's URI, without a slash at its end. Undefined for whatever names no file of this
 * machine's disk: other schemes, other hosts, `%2F`, bytes that are no UTF-8, queries and fragments, paths that no
 * disk can have, what is no URI at all. Never throws: clients send what their users open.
 */
export function pathOf(uri: unknown): string | undefined {
  if (typeof uri !== 'string' || !/^file:/i.test(uri) || /[?#]/.test(uri)) return undefined
  try {
    const path = fileURLToPath(uri)
    if (path.includes('\0') || path.length > longest) return undefined
    // Windows knows a drive by either case, and clients send both.
    const normal =
      /^[a-z]:/.test(path) && sep === '\\' ? `${path.charAt(0).toUpperCase()}${path.slice(1)}` : path
    return normal.length > 1 && normal.endsWith(sep) && !/^[A-Z]:\\$/.test(normal)
      ? normal.slice(0, -1)
      : normal
  } catch {
    return undefined
  }
}

/** The URI of an absolute path. */
function uriOf(path: string): string {
  return pathToFileURL(path).href
}

/** A path below a folder, with `/`, or undefined where it is not below it. Both are absolute. */
export function pathBelow(folder: string, path: string): string | undefined {
  const base = folder.endsWith(sep) ? folder : `${folder}${sep}`
  if (!path.startsWith(base) || path.length === base.length) return undefined
  return path.slice(base.length).split(sep).join('/')
}

/** A file's URI and its path in the repository, both ways. */
export interface Paths {
  readonly toUri: (path: string) => string
  readonly toPath: (uri: unknown) => string | undefined
}

/** `root` is the absolute path of the repository's root. */
export function paths(root: string): Paths {
  return {
    toUri: path => uriOf(root.endsWith(sep) ? `${root}${path}` : `${root}${sep}${path}`),
    toPath: uri => {
      const path = pathOf(uri)
      return path === undefined ? undefined : pathBelow(root, path)
    },
  }
}
