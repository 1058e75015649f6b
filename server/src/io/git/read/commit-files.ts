import { join } from 'node:path'
import { failure } from '../../../flux/failure.ts'
import { maxLength } from '../../../flux/workspace/source-file.ts'
import type { Files, FoundFile } from '../../../ports.ts'
import { isCandidate, pruned, textIfRelevant, textWithAny } from '../../files/find-files.ts'
import { isIgnoredBy } from '../../files/is-absent.ts'
import { readRegular } from '../../files/regular-file.ts'
import type { Store } from '../builtin/store.ts'
import { pathBytes, pathText, readTree } from '../objects/find-blob.ts'
import { newObject } from '../objects/git-object.ts'
import { parseCommit } from '../objects/parse-commit.ts'
import type { TreeEntry } from '../objects/tree.ts'

/** The files of a commit, as a fresh clone at `root` would have them. Nothing of them can be written. */
export async function commitFiles(root: string, oid: string, store: Store): Promise<Files> {
  const { tree } = parseCommit((await store.read(oid)).data)
  const reader = { root, store, tree }
  return {
    list: async (tokens = [], below = '') => {
      const start = await find(reader, below)
      return start?.mode === folderMode ? listed(reader, start.oid, below, textWithAny(tokens)) : []
    },
    read: async path => {
      const entry = await find(reader, path)
      const bytes = entry && isFile(entry) ? await bytesOf(reader, path, entry) : undefined
      return bytes === undefined || bytes.length > maxLength ? undefined : bytes.toString('utf8')
    },
    isAbsent: path => isAbsent(reader, path),
    edit: async path => {
      throw failure('E_WRITE', `${path} is looked at as a commit has it, and cannot be written there.`)
    },
  }
}

interface Reader {
  readonly root: string
  readonly store: Store
  /** The commit's tree. */
  readonly tree: string
}

const folderMode = '40000'
const linkMode = '120000'
const submoduleMode = '160000'

function isFile({ mode }: TreeEntry): boolean {
  return mode.startsWith('100')
}

/** Every file below a folder, folder by folder in the order of their paths. */
async function listed(
  reader: Reader,
  oid: string,
  folder: string,
  holds: RegExp | undefined,
): Promise<readonly FoundFile[]> {
  const files: FoundFile[] = []
  for (const entry of await readTree(reader.store, oid)) {
    const name = pathText(entry.name)
    const path = folder === '' ? name : `${folder}/${name}`
    if (entry.mode === folderMode) {
      if (!pruned.has(name)) files.push(...(await listed(reader, entry.oid, path, holds)))
    } else if (isFile(entry)) {
      const bytes = isCandidate(name) ? await bytesOf(reader, path, entry) : undefined
      const isRead = bytes !== undefined && bytes.length <= maxLength
      const text = isRead ? textIfRelevant(name, bytes, holds) : undefined
      files.push(text === undefined ? { path } : { path, text })
    }
  }
  return files
}

/** A blob's content: that of the file on disk, where it is the same. Most are, and the disk is quicker than Git. */
async function bytesOf({ root, store }: Reader, path: string, { oid }: TreeEntry): Promise<Buffer> {
  const disk = diskBytes(join(root, path))
  if (disk && newObject('blob', disk, store.format).oid === oid) return disk
  return (await store.read(oid)).data
}

function diskBytes(path: string): Buffer | undefined {
  try {
    return readRegular(path, maxLength)
  } catch {
    return undefined
  }
}

/** What stands at a path, links within the repository followed. Undefined where there is nothing. */
async function find(reader: Reader, path: string, hops = 20): Promise<TreeEntry | undefined> {
  let entry: TreeEntry = { mode: folderMode, name: '', oid: reader.tree }
  const parts = path.split('/').filter(part => part !== '' && part !== '.')
  for (const [depth, part] of parts.entries()) {
    if (entry.mode !== folderMode) return undefined
    const name = pathBytes(part)
    const next = (await readTree(reader.store, entry.oid)).find(one => one.name === name)
    if (next === undefined) return undefined
    if (next.mode === linkMode) {
      const target = (await reader.store.read(next.oid)).data.toString('utf8')
      const leads = target.startsWith('/') || hops === 0 ? undefined : resolved(parts.slice(0, depth), target)
      const rest = parts.slice(depth + 1)
      return leads && find(reader, [...leads, ...rest].join('/'), hops - 1)
    }
    entry = next
  }
  return entry
}

/** A link's target from the root; undefined where it leads out. */
function resolved(folder: readonly string[], target: string): readonly string[] | undefined {
  const parts = [...folder]
  for (const part of target.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts
}

/** See `Files.isAbsent`; what Git ignores may be made by something, a submodule's files are elsewhere. */
async function isAbsent(reader: Reader, path: string): Promise<boolean> {
  const parts = path.split('/')
  if (parts.some(part => pruned.has(part))) return false
  let oid = reader.tree
  for (const part of parts) {
    const name = pathBytes(part)
    const entry = (await readTree(reader.store, oid)).find(one => one.name === name)
    if (entry === undefined) return !(await isIgnored(reader, parts))
    if (entry.mode === linkMode || entry.mode === submoduleMode) return false
    if (entry.mode !== folderMode) return part !== parts.at(-1)
    oid = entry.oid
  }
  return false
}

async function isIgnored(reader: Reader, parts: readonly string[]): Promise<boolean> {
  const ways = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  const texts = new Map<string, string>()
  for (const folder of ['', ...ways]) {
    const entry = await find(reader, folder === '' ? '.gitignore' : `${folder}/.gitignore`)
    if (entry && isFile(entry)) texts.set(folder, (await reader.store.read(entry.oid)).data.toString('utf8'))
  }
  return isIgnoredBy(ways, folder => texts.get(folder) ?? '', '')
}
