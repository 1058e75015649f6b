import { byteOrder } from '../../go/byte-order.ts'
import type { GoError } from '../../go/go-error.ts'
import { isValidUtf8, toText } from '../../go/utf8.ts'

/** A file's content: its text, or its bytes where those may be no UTF-8. */
export type FileContent = string | Uint8Array

/** A repository's files by path, with `/` and relative to its root; symbolic links by path, with their target. */
export interface Tree {
  readonly files: ReadonlyMap<string, FileContent>
  readonly links?: ReadonlyMap<string, string>
}

/** A file that Flux reads. */
export interface ScreenedFile {
  /** Relative to the folder that is updated, as Flux names it in a change. */
  readonly path: string
  /** Relative to the repository's root, links resolved: what is written. */
  readonly target: string
  /** Undefined where the bytes are no UTF-8. */
  readonly text: string | undefined
}

export interface Walk {
  /** The folder that paths are relative to and that new files go to, relative to the repository's root. */
  readonly root: string
  readonly files: readonly ScreenedFile[]
}

/**
 * The files Flux reads below a path (docs/flux.md §4.3), in the order it reads them; an error where there is no
 * such path. The path may name a file. Folders behind a link are not entered, linked files are read.
 */
export function walk(tree: Tree, path: string): Walk | GoError {
  const links = tree.links ?? new Map<string, string>()
  const clean = cleanPath(path)
  const folder = realPath(parentOf(clean), links)
  const top = joined(folder ?? parentOf(clean), baseOf(clean))
  const names = [...tree.files.keys(), ...links.keys()]
  const isFile = tree.files.has(top) || links.has(top)
  const root = isFile ? parentOf(top) : top
  const below = isFile ? [top] : names.filter(name => top === '' || name.startsWith(`${top}/`))
  if (below.length === 0 && top !== '') {
    const isBelowFile = names.some(name => top.startsWith(`${name}/`))
    const why = isBelowFile ? 'not a directory' : 'no such file or directory'
    return { err: `walking path for files: lstat <root>/${clean}: ${why}` }
  }
  const files: ScreenedFile[] = []
  for (const name of below.sort(inWalkOrder)) {
    const target = realPath(name, links)
    const content = target === undefined ? undefined : tree.files.get(target)
    if (target === undefined || content === undefined || !isReadName(name)) continue
    const bytes = typeof content === 'string' ? content : binary(content)
    if (!bytes.includes(TOKEN)) continue
    const text = typeof content === 'string' ? content : isValidUtf8(bytes) ? toText(bytes) : undefined
    files.push({ path: root === '' ? name : name.slice(root.length + 1), target, text })
  }
  return { root, files }
}

/** Whether Flux reads a file of that name: `.yaml`, `.yml` or `Kustomization`, in that case. */
function isReadName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return name.endsWith('.yaml') || name.endsWith('.yml') || name === 'Kustomization'
}

/** What a file has to hold to be read at all. */
const TOKEN = '"$imagepolicy"'

/** A path without `.`, `..` and doubled slashes, relative to the root, which `..` does not leave. */
export function cleanPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** Folder by folder, the entries of each by the bytes of their names. */
function inWalkOrder(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const order = byteOrder(left[i] ?? '', right[i] ?? '')
    if (order !== 0) return order
  }
  return left.length - right.length
}

/** A path with all links followed; undefined for one that dangles, leaves the repository or goes round. */
function realPath(path: string, links: ReadonlyMap<string, string>): string | undefined {
  let at = ''
  const rest = path.split('/')
  for (let hops = 0; hops < 1000; hops++) {
    const part = rest.shift()
    if (part === undefined) return at
    if (part === '..' && at === '') return undefined
    const next = part === '..' ? parentOf(at) : part === '' || part === '.' ? at : joined(at, part)
    const target = next === at ? undefined : links.get(next)
    if (target?.startsWith('/')) return undefined
    if (target === undefined) at = next
    else rest.unshift(...target.split('/'))
  }
  return undefined
}

function binary(bytes: Uint8Array): string {
  return Array.from(bytes, byte => String.fromCharCode(byte)).join('')
}
