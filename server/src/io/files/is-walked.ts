import { existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'

interface Walk {
  readonly root: string
  readonly within?: string
  readonly isExcluded?: (path: string) => boolean
}

/**
 * Whether the walk comes to a folder (relative, with `/`): it is there and below `within`, and nothing on the way to
 * it is pruned, excluded, a link or another repository.
 */
export function isWalked(
  { root, within = '', isExcluded = () => false }: Walk,
  pruned: ReadonlySet<string>,
  folder: string,
): boolean {
  if (within !== '' && folder !== within && !folder.startsWith(`${within}/`)) return false
  const parts = folder.split('/')
  return parts.every((name, at) => {
    const path = parts.slice(0, at + 1).join('/')
    // The way to `within` itself is the user's choice.
    if (within === path || within.startsWith(`${path}/`)) return true
    if (pruned.has(name) || isExcluded(path) || !isFolder(join(root, path))) return false
    // Whether the last one is a repository is for the walk to see.
    return at === parts.length - 1 || !existsSync(join(root, path, '.git'))
  })
}

/** A link is none. */
function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory()
  } catch {
    return false
  }
}
