import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { readRegular } from '../../files/regular-file.ts'
import type { Repository } from '../locate.ts'
import type { SystemGit } from './run-git.ts'

/** The files on disk that differ from the index or are not tracked, and some more, each with a hash of its content. */
export async function changedFiles(
  git: SystemGit,
  { root }: Repository,
  more: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const lists = await Promise.all([
    git.ask(['diff', '--name-only', '-z', '--no-ext-diff']),
    git.ask(['ls-files', '-z', '--others', '--exclude-standard']),
  ])
  const paths = lists.flatMap(list => list.toString('utf8').split('\0')).filter(path => path !== '')
  return new Map([...more, ...paths].map(path => [path, hashOf(join(root, path))]))
}

function hashOf(path: string): string {
  try {
    return createHash('sha1').update(readRegular(path)).digest('hex')
  } catch {
    // Too large, no file, or not to be read: then its size and time have to tell.
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat?.isFile() ? `${stat.size} ${stat.mtimeMs}` : ''
  }
}
