import { readdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hasCode } from '../../has-code.ts'
import type { Config } from '../config/read-config.ts'
import { makeFolder } from '../config/share-path.ts'
import type { Repository } from '../locate.ts'
import { refPath } from './read-ref.ts'

/** Makes the folders that a ref's file and its log need, and clears away empty ones where the files themselves go. */
export function makeRoomForRef(repository: Repository, config: Config, ref: string): void {
  for (const path of [refPath(repository, ref), refPath(repository, ref, 'logs')]) {
    removeEmptyFolders(path)
    makeFolder(config, dirname(path))
  }
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
