import { closeSync, type Dirent, readdirSync, readSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { Failure, FoundFile } from '../../ports.ts'
import { diskFailure } from './disk-failure.ts'
import { isIgnored } from './is-absent.ts'
import { isTemporary } from './left-over.ts'
import { openListed, readRegular } from './regular-file.ts'

/** Folders that hold nothing of the repository's own. */
export const pruned: ReadonlySet<string> = new Set(['.git', 'node_modules'])

/**
 * A file counts if it holds this. Flux opens only files with `"$imagepolicy"`; the shorter spellings are there to
 * find the markers that it would pass over. HelmReleases, the most of Flux's objects in many a repository, do not
 * count by themselves: nothing is asked about them. Namespaces tell what an ImageRepository's `accessFrom` takes,
 * Secrets whether a login is there, GitHub's rulesets (by their `enforcement`) whether a branch is protected.
 */
const relevant =
  /mage[pP]olicy|(?:image|kustomize|source|notification)\.toolkit\.fluxcd\.io|FluxInstance|ResourceSet|"enforcement"|(?:kubectl|kubernetes)_manifest|^kind: ?["']?(?:Namespace|Secret|Application(?:Set)?)\b/m

/** Files that always count: they decide what a cluster receives, or who has to approve a change. */
const decidingNames: ReadonlySet<string> = new Set([
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
  '.sourceignore',
  'CODEOWNERS',
])

export interface FindOptions {
  /** Absolute path of the repository's root: what paths are relative to. */
  readonly root: string
  /** Folder below the root that is walked, with `/`; the root where absent. */
  readonly within?: string
  /** Whether a file or folder is left out, as by `files.exclude`. */
  readonly isExcluded?: (path: string) => boolean
  /** Files larger than this are not read, in bytes. */
  readonly maxBytes: number
}

/**
 * Every file of the workspace, in the order of their paths, with the texts of those that matter or hold one of
 * `tokens`. What may matter and cannot be read is there with the reason. Synchronous on purpose: 10,000 small files
 * take several times as long through promises.
 */
export function findFiles(
  { root, within = '', isExcluded = () => false, maxBytes }: FindOptions,
  tokens: readonly string[],
): readonly FoundFile[] {
  const holds = textWithAny(tokens)
  // One buffer for all: a byte more than any file may have.
  const buffer = Buffer.allocUnsafe(maxBytes + 1)
  const files: FoundFile[] = []
  const missed = (path: string, failure: Failure) => {
    if (!isIgnoredPath(root, path)) files.push({ path, failure })
  }
  const visit = (folder: string): void => {
    const entries = list(join(root, folder))
    if ('code' in entries) {
      missed(folder === '' ? '.' : folder, entries)
      return
    }
    // A folder with a `.git` of its own is another repository: a submodule, a nested clone.
    if (folder !== '' && entries.some(({ name }) => name === '.git')) return
    for (const { entry, isFolder } of inPathOrder(entries)) {
      const { name } = entry
      const path = folder === '' ? name : `${folder}/${name}`
      if (isExcluded(path) || isTemporary(name)) continue
      if (isFolder) {
        if (!pruned.has(name)) visit(path)
      } else if (entry.isFile()) {
        const text = isCandidate(name) ? screened(`${root}${sep}${path}`, name, holds, buffer) : undefined
        if (text !== undefined && typeof text !== 'string') missed(path, text)
        else files.push(text === undefined ? { path } : { path, text })
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
export function isCandidate(name: string): boolean {
  return /\.(ya?ml|json|(?:go)?tmpl|tpl|tf)$/i.test(name) || decidingNames.has(name)
}

/** Names of files that Flux reads; only what it would have read is missed. */
function isManifest(name: string): boolean {
  return /\.ya?ml$/i.test(name) || decidingNames.has(name)
}

/** The file's text, if it holds anything of interest, or why that is not known. */
function screened(
  path: string,
  name: string,
  holds: RegExp | undefined,
  buffer: Buffer,
): string | Failure | undefined {
  if (name.includes('\ufffd')) {
    const strange = strangeName(dirname(path), name)
    if (strange) return strange
  }
  const size = bytesOf(path, name, buffer)
  if (typeof size !== 'number') return size
  return textIfRelevant(name, buffer.subarray(0, size), holds)
}

/**
 * What a text matches that holds one of these tokens; undefined where there are none. One expression, since a search for
 * each of a hundred tokens takes longer than to read the file.
 */
export function textWithAny(tokens: readonly string[]): RegExp | undefined {
  if (tokens.length === 0) return undefined
  return new RegExp(tokens.map(token => token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'))
}

/** The text of a file of that name, if it holds anything of interest: what always counts, or what `holds` matches. */
export function textIfRelevant(name: string, bytes: Buffer, holds: RegExp | undefined): string | undefined {
  // Of most files nothing is kept, and Latin 1 is the cheapest way to look at bytes: the tokens are ASCII.
  const text = bytes.toString('latin1')
  const counts = decidingNames.has(name) || relevant.test(text) || holds?.test(text) === true
  return counts ? bytes.toString('utf8') : undefined
}

/** Reads a whole file into a buffer; how many bytes it has, or why it may not be read. */
function bytesOf(path: string, name: string, buffer: Buffer): number | Failure | undefined {
  try {
    const file = openListed(path)
    try {
      let size = readSync(file, buffer, 0, buffer.length, null)
      // Nothing cuts a read short below a page but the end of the file: most manifests take one read.
      for (let read = size < 4096 ? 0 : size; read > 0 && size < buffer.length; size += read) {
        read = readSync(file, buffer, size, buffer.length - size, null)
      }
      return size < buffer.length ? size : undefined
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const code = Reflect.get(Object(error), 'code')
    // It vanished since it was listed, or something else took its place: then it is no input any more.
    if (['ENOENT', 'ELOOP', 'ENXIO', 'EAGAIN'].includes(code) || !isManifest(name)) return undefined
    return unreadable(error)
  }
}

/** A name with bytes that are not UTF-8 leads to no file here. Flux reads it: it matters if what it holds does. */
function strangeName(folder: string, name: string): Failure | undefined {
  const isMarked = readdirSync(folder, { encoding: 'buffer' }).some(bytes => {
    if (bytes.toString() !== name || bytes.equals(Buffer.from(name))) return false
    try {
      return relevant.test(readRegular(Buffer.concat([Buffer.from(`${folder}/`), bytes])).toString('latin1'))
    } catch {
      return false
    }
  })
  return isMarked
    ? {
        code: 'E_FILE_NAME',
        message: 'its name is not UTF-8, so it is not looked into here. Flux does. Give it a name in UTF-8.',
      }
    : undefined
}

function list(folder: string): readonly Dirent[] | Failure {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'ENOENT' ? [] : (unreadable(error) ?? [])
  }
}

function unreadable(error: unknown): Failure | undefined {
  const failure = diskFailure(error, { code: 'E_READ', what: 'it' })
  return failure && { code: failure.code, message: failure.message }
}

/** What Git ignores is no part of the repository: a database's folder, whose owner is somebody else. */
function isIgnoredPath(root: string, path: string): boolean {
  const parts = path.split('/')
  try {
    return isIgnored(
      root,
      parts.map((_, index) => parts.slice(0, index + 1).join('/')),
    )
  } catch {
    return false
  }
}
