import { mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { failure, hasCode } from './failure.ts'
import type { Repository } from './locate.ts'
import { listRefs, readRef, refPath } from './read-ref.ts'

/**
 * Makes the folders that a ref's file needs, and clears away empty ones where the file itself goes. Throws
 * `E_BRANCH_NAME` where another branch stands in the way, as `a` does for `a/b`.
 */
export function makeRoomForRef(repository: Repository, ref: string): void {
  const parts = ref.split('/')
  for (let length = 3; length < parts.length; length++) {
    const above = parts.slice(0, length).join('/')
    if (readRef(repository, above) !== undefined) throw inTheWay(ref, above)
  }
  const [below] = listRefs(repository, `${ref}/`).keys()
  if (below !== undefined) throw inTheWay(ref, below)
  const path = refPath(repository, ref)
  for (const file of [path, refPath(repository, ref, 'logs')]) removeEmptyFolders(file)
  mkdirSync(dirname(path), { recursive: true })
}

function removeEmptyFolders(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyFolders(join(path, entry.name))
  }
  try {
    rmdirSync(path)
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error
  }
}

function inTheWay(ref: string, other: string): Error {
  const short = (name: string) => name.replace(/^refs\/heads\//, '')
  return failure(
    'E_BRANCH_NAME',
    `No branch ${short(ref)} can be made: Git cannot hold it beside the branch ${short(other)}. Choose another name.`,
  )
}
