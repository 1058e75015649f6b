import { lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '../../../flux/failure.ts'
import { readRegularText } from '../../files/regular-file.ts'
import { hasCode } from '../../has-code.ts'
import type { Repository } from '../locate.ts'

/** Bytes; `packed-refs` holds a line a ref. */
const maxBytes = 256 << 20

/** What `HEAD` is: on a branch (`ref`, without `oid` while it has no commit), or detached (`oid` alone). */
export interface Head {
  /** The full name of the ref that a commit would move, at the end of any chain of symbolic refs. */
  readonly ref?: string
  readonly oid?: string
}

/** Reads `HEAD` of this worktree. Throws `E_REF` where it holds neither an object's name nor a ref's. */
export function readHead(repository: Repository): Head {
  return follow(repository, 'HEAD')
}

/** The object that a ref (full name) points to, through symbolic refs; undefined where there is none. */
export function readRef(repository: Repository, name: string): string | undefined {
  return follow(repository, name).oid
}

/** The ref that a name leads to through symbolic refs; the name itself where it is none. */
export function readTarget(repository: Repository, name: string): string {
  return follow(repository, name).ref ?? name
}

/** The file of a loose ref or of its log: what belongs to one worktree lies in its own folder, all else in the shared one. */
export function refPath({ gitdir, commondir }: Repository, name: string, kind: '' | 'logs' = ''): string {
  const isOwn = !name.startsWith('refs/') || /^refs\/(?:bisect|worktree|rewritten)\//.test(name)
  return join(isOwn ? gitdir : commondir, kind, name)
}

/** Every ref below a prefix such as `refs/remotes/`, loose over packed: full name to object. Broken ones are left out. */
export function listRefs(repository: Repository, prefix: string): ReadonlyMap<string, string> {
  const refs = new Map(readPackedRefs(repository, prefix))
  const visit = (folder: string): void => {
    for (const entry of readFolder(refPath(repository, folder))) {
      const name = `${folder}${entry.name}`
      if (entry.isDirectory()) visit(`${name}/`)
      else if (!name.endsWith('.lock')) {
        const oid = readRef(repository, name)
        if (oid !== undefined) refs.set(name, oid)
      }
    }
  }
  visit(prefix)
  return refs
}

/** `packed-refs` below a prefix: full name to object. */
function readPackedRefs({ commondir }: Repository, prefix: string): ReadonlyMap<string, string> {
  const refs = new Map<string, string>()
  const text = readText(join(commondir, 'packed-refs'))
  if (text === undefined) return refs
  for (const line of text.split('\n')) {
    const [, oid, name] = /^([0-9a-f]{40,64}) (.+)$/.exec(line) ?? []
    if (oid !== undefined && name?.startsWith(prefix)) refs.set(name, oid)
  }
  return refs
}

function follow(repository: Repository, start: string): Head {
  let name = start
  for (let depth = 0; depth < 5; depth++) {
    const text = readLoose(refPath(repository, name))
    const target = /^ref:\s*(\S+)\s*$/.exec(text ?? '')?.[1]
    if (target === undefined) {
      const oid = text === undefined ? readPackedRefs(repository, name).get(name) : oidIn(text, name)
      return { ...(name === 'HEAD' ? {} : { ref: name }), ...(oid === undefined ? {} : { oid }) }
    }
    name = target
  }
  throw failure(
    'E_REF',
    `${start} leads through too many symbolic refs. Point it at a branch: git symbolic-ref ${start} refs/heads/BRANCH.`,
  )
}

function oidIn(text: string, name: string): string {
  const oid = /^([0-9a-f]{40}|[0-9a-f]{64})\s*$/.exec(text)?.[1]
  if (oid !== undefined) return oid
  throw failure(
    'E_REF',
    `The ref ${name} is broken: its file holds no object's name. Run git fsck, and set it with git update-ref.`,
  )
}

/** A loose ref's text. Old repositories have `HEAD` as a symbolic link, which Git reads as `ref: TARGET`. */
function readLoose(path: string): string | undefined {
  if (path.endsWith('HEAD') && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const target = readlinkSync(path)
    if (target.startsWith('refs/')) return `ref: ${target}`
  }
  return readText(path)
}

function readText(path: string): string | undefined {
  try {
    return readRegularText(path, maxBytes)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined
    throw error
  }
}

function readFolder(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}
