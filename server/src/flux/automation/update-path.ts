import { isPartsInOrder } from '../../text/parts-in-order.ts'

/** Names that Flux opens at all, case-sensitive (docs/flux.md §4.3). */
export function isUpdateFile(path: string): boolean {
  return /\.ya?ml$/.test(path) || path.slice(path.lastIndexOf('/') + 1) === 'Kustomization'
}

/** `spec.update.path` below the repository's root: `..` cannot leave it, a leading `/` means it (docs/flux.md §4.3). */
export function updatePath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/**
 * Whether a file lies in a folder, or is it; the empty folder is the root. A variable that a Flux Kustomization
 * substitutes may stand for anything.
 */
export function isBelow(path: string, folder: string): boolean {
  if (folder === '' || path === folder || path.startsWith(`${folder}/`)) return true
  if (!folder.includes('${')) return false
  const isEnd = (place: number) => place === path.length || path.charAt(place) === '/'
  return isPartsInOrder(path, folder.split(/\$\{[^}]*\}/), isEnd)
}
