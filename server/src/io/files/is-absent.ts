import { lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { globMatcher } from '../../text/glob-matcher.ts'
import { maxIndexBytes } from '../git/index/read-index.ts'
import { locate } from '../git/locate.ts'
import { hasCode } from '../has-code.ts'
import { readRegular, readRegularText } from './regular-file.ts'

/** Bytes; nobody writes more patterns by hand. */
const maxBytes = 1 << 20

export interface AbsenceOptions {
  /** Absolute path of the repository's root: what paths are relative to. */
  readonly root: string
  /** Folder below the root that is open, with `/`; the root where absent. */
  readonly within?: string
  readonly isExcluded?: (path: string) => boolean
  /** Names of folders that are never looked into. */
  readonly pruned: ReadonlySet<string>
}

/**
 * Whether there is certainly nothing at a path (relative, with `/`), for Flux too, which reads the commit and not this
 * disk. In every doubt the answer is no: outside the open folder, excluded, ignored by Git (something may make it),
 * behind a link, in another repository, in a submodule or a part of the tree that is not checked out.
 */
export async function isAbsent(options: AbsenceOptions, path: string): Promise<boolean> {
  const { root, within = '', isExcluded = () => false, pruned } = options
  if (within !== '' && !path.startsWith(`${within}/`)) return false
  const parts = path.split('/')
  const ways = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  if (parts.some(part => pruned.has(part)) || ways.some(isExcluded)) return false
  try {
    return isMissing(root, ways) && !isLeftOut(root, ways) && !isIgnored(root, ways)
  } catch {
    // A folder that may not be read, a repository that is no repository: nothing is known.
    return false
  }
}

/** Whether the first of a path's parts that is missing is missing from a folder of this very repository. */
function isMissing(root: string, ways: readonly string[]): boolean {
  let folder = root
  for (const way of ways) {
    const entry = lstatSync(join(root, way), { throwIfNoEntry: false })
    // Git knows no empty folders: one is what a submodule leaves that is not checked out.
    if (entry === undefined) return folder === root || readdirSync(folder).length > 0
    // A disk that does not tell capitals from small letters has it by another name, under which Flux looks in vain.
    if (!readdirSync(folder).includes(basename(way))) return !isInIndex(root, way)
    if (!entry.isDirectory()) return entry.isFile() && way !== ways.at(-1)
    folder = join(root, way)
    if (statSync(join(folder, '.git'), { throwIfNoEntry: false })) return false
  }
  return false
}

/** Whether Git may know the path, by the names that its index holds; the fourth version of that abbreviates them. */
function isInIndex(root: string, path: string): boolean {
  const gitdir = locate(root)?.gitdir
  if (gitdir === undefined) return false
  const index = readRegular(join(gitdir, 'index'), maxIndexBytes)
  return index.readUInt32BE(4) > 3 || index.includes(path)
}

/** Whether the path may be in the commit, and is not on this disk: a sparse checkout, a submodule. */
function isLeftOut(root: string, ways: readonly string[]): boolean {
  const gitdir = locate(root)?.gitdir
  if (gitdir !== undefined && textOf(join(gitdir, 'info/sparse-checkout')) !== '') return true
  const submodules = [...textOf(join(root, '.gitmodules')).matchAll(/^\s*path\s*=\s*"?(.*?)"?\s*$/gm)]
  return submodules.some(([, path]) => path !== undefined && ways.includes(path))
}

/** Whether Git ignores the path or a folder that it lies in. Within each file the last pattern that matches counts. */
export function isIgnored(root: string, ways: readonly string[]): boolean {
  const commondir = locate(root)?.commondir
  const exclude = commondir === undefined ? '' : textOf(join(commondir, 'info/exclude'))
  return isIgnoredBy(ways, folder => textOf(join(root, folder, '.gitignore')), exclude)
}

/** The same by the `.gitignore` of each folder, and what the repository excludes besides. */
export function isIgnoredBy(
  ways: readonly string[],
  gitignore: (folder: string) => string,
  exclude: string,
): boolean {
  return ways.some((way, index) => {
    const folders = ['', ...ways.slice(0, index)]
    const files = folders.map(folder => [folder, gitignore(folder)] as const)
    const patterns = [['', exclude] as const, ...files].flatMap(([folder, text]) => patternsOf(text, folder))
    const last = patterns.findLast(({ matches }) => matches(way))
    return last !== undefined && !last.isNegated
  })
}

interface Pattern {
  readonly isNegated: boolean
  readonly matches: (path: string) => boolean
}

/** The patterns of a `.gitignore` in a folder. One that is for folders alone may be for what is missing, too. */
function patternsOf(text: string, folder: string): readonly Pattern[] {
  return text.split(/\r?\n/).flatMap(line => {
    const [, negation, body = ''] = /^(!?)(.*?)\/?\s*$/.exec(line) ?? []
    if (body === '' || line.startsWith('#')) return []
    const isAnchored = body.includes('/')
    const expression = globMatcher(isAnchored ? body.replace(/^\//, '') : `**/${body}`, '')
    const prefix = folder === '' ? '' : `${folder}/`
    const matches = (path: string) => path.startsWith(prefix) && expression.test(path.slice(prefix.length))
    return [{ isNegated: negation === '!', matches }]
  })
}

function textOf(path: string): string {
  try {
    return readRegularText(path, maxBytes)
  } catch (error) {
    // A file that is there and cannot be read may say anything: nothing is known.
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return ''
    throw error
  }
}
