import { isUtf8 } from 'node:buffer'
import { closeSync, constants, type Dirent, openSync, readdirSync, readSync } from 'node:fs'
import { open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { failure } from '../../flux/failure.ts'
import { maxLength } from '../../flux/workspace/source-file.ts'
import type { Files, FoundFile } from '../../ports.ts'
import { isAbsent } from './is-absent.ts'
import { isWalked } from './is-walked.ts'

/** Files larger than this are not read, in bytes: nothing so long is parsed. */
const maxBytes = maxLength

/** Folders that hold nothing of the repository's own. */
const pruned: ReadonlySet<string> = new Set(['.git', 'node_modules'])

/**
 * A file counts if it holds this. Flux opens only files with `"$imagepolicy"`; the shorter spellings are there to
 * find the markers that it would pass over. HelmReleases, the most of Flux's objects in many a repository, do not
 * count by themselves: nothing is asked about them.
 */
const relevant = /mage[pP]olicy|(?:image|kustomize|source|notification)\.toolkit\.fluxcd\.io|FluxInstance/

const kustomizationNames: ReadonlySet<string> = new Set([
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
])

export interface FilesOptions {
  /** Absolute path of the repository's root: what paths are relative to. */
  readonly root: string
  /** Folder below the root that is walked, with `/`; the root where absent. */
  readonly within?: string
  /** Whether a file or folder is left out, as by `files.exclude`. */
  readonly isExcluded?: (path: string) => boolean
}

/** The workspace on disk. Links are not followed: nothing outside the folder is ever read or written. */
export function createFiles(options: FilesOptions): Files {
  const { root } = options
  return {
    list: async (more = [], below) => {
      if (below === undefined) return found(options, more)
      return isWalked(options, pruned, below) ? found({ ...options, within: below }, more) : []
    },
    read: async path => {
      const inside = await insideRoot(root, path)
      return inside === undefined ? undefined : readText(inside)
    },
    isAbsent: path => isAbsent({ ...options, pruned }, path),
    write: async (path, text) => {
      const inside = await insideRoot(root, path)
      if (inside === undefined)
        throw failure('E_OUTSIDE', `${path} is not a file inside ${root}; nothing was written`)
      await replace(inside, text)
    },
  }
}

/** Synchronous on purpose: 10,000 small files take several times as long through promises. */
function found(
  { root, within = '', isExcluded = () => false }: FilesOptions,
  tokens: readonly string[],
): readonly FoundFile[] {
  // One buffer for all: a byte more than any file may have.
  const buffer = Buffer.allocUnsafe(maxBytes + 1)
  const files: FoundFile[] = []
  const visit = (folder: string): void => {
    const entries = list(join(root, folder))
    // A folder with a `.git` of its own is another repository: a submodule, a nested clone.
    if (folder !== '' && entries.some(({ name }) => name === '.git')) return
    for (const { entry, isFolder } of inPathOrder(entries)) {
      const { name } = entry
      const path = folder === '' ? name : `${folder}/${name}`
      if (isExcluded(path)) continue
      if (isFolder) {
        if (!pruned.has(name)) visit(path)
      } else if (entry.isFile()) {
        const text = isCandidate(name) ? screened(`${root}${sep}${path}`, name, tokens, buffer) : undefined
        files.push(text === undefined ? { path } : { path, text })
      }
    }
  }
  visit(within)
  return files
}

/** The entries of a folder so that, folder by folder, all paths come in the order of their text. */
function inPathOrder(
  entries: readonly Dirent[],
): readonly { readonly entry: Dirent; readonly isFolder: boolean }[] {
  return entries
    .map(entry => {
      const isFolder = entry.isDirectory()
      return { entry, isFolder, key: isFolder ? `${entry.name}/` : entry.name }
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Names that can hold a marker for Flux, and those that people put markers into in vain. */
function isCandidate(name: string): boolean {
  return /\.(ya?ml|json|(?:go)?tmpl|tpl|tf)$/i.test(name) || kustomizationNames.has(name)
}

/** The file's text, if it holds anything of interest. */
function screened(path: string, name: string, tokens: readonly string[], buffer: Buffer): string | undefined {
  const size = bytesOf(path, buffer)
  if (size === undefined) return undefined
  // Of most files nothing is kept, and Latin 1 is the cheapest way to look at bytes: the tokens are ASCII.
  const bytes = buffer.toString('latin1', 0, size)
  const counts =
    kustomizationNames.has(name) || relevant.test(bytes) || tokens.some(token => bytes.includes(token))
  return counts ? buffer.toString('utf8', 0, size) : undefined
}

/** Reads a whole file into a buffer; how many bytes it has. */
function bytesOf(path: string, buffer: Buffer): number | undefined {
  try {
    // Should a pipe have taken the file's place meanwhile, opening it must not wait for a writer.
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      let size = readSync(file, buffer, 0, buffer.length, null)
      // Nothing cuts a read short below a page but the end of the file: most manifests take one read.
      for (let read = size < 4096 ? 0 : size; read > 0 && size < buffer.length; size += read) {
        read = readSync(file, buffer, size, buffer.length - size, null)
      }
      return size > maxBytes ? undefined : size
    } finally {
      closeSync(file)
    }
  } catch {
    // It vanished since it was listed, or may not be read: then it is not part of what can be known.
    return undefined
  }
}

function list(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path)
    return size > maxBytes ? undefined : await readFile(path, 'utf8')
  } catch {
    return undefined
  }
}

/** The absolute path, if the file is there and below the root once every link is resolved. */
async function insideRoot(root: string, path: string): Promise<string | undefined> {
  try {
    const real = await realpath(join(root, path))
    const way = relative(await realpath(root), real)
    return way === '..' || way.startsWith(`..${sep}`) ? undefined : real
  } catch {
    return undefined
  }
}

/** Written beside and renamed, so that a reader finds the old text or the new one; the mode stays. */
async function replace(path: string, text: string): Promise<void> {
  const { mode } = await stat(path)
  if (!isUtf8(await readFile(path))) {
    throw failure('E_ENCODING', `${path} is not valid UTF-8: Flux skips it, and it was left as it is`)
  }
  const temporary = join(dirname(path), `.${basename(path)}.fluxmark-${process.pid}`)
  const file = await open(temporary, 'wx', mode & 0o777)
  try {
    await file.writeFile(text)
    await file.sync()
    await file.close()
    await rename(temporary, path)
  } catch (error) {
    await file.close().catch(() => {})
    await unlink(temporary).catch(() => {})
    throw error
  }
}
