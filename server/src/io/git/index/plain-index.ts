import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRegular } from '../../files/regular-file.ts'
import type { Repository } from '../locate.ts'
import type { SystemGit } from '../system/run-git.ts'
import { maxIndexBytes } from './read-index.ts'

/**
 * The same index, neither split nor sparse, as the system's Git writes it out: a form that `parseIndex` reads. Git
 * splits or collapses it again by itself when it next writes it, where the configuration asks for that.
 */
export async function plainIndex(git: SystemGit, repository: Repository, index: Buffer): Promise<Buffer> {
  return withIndexCopy(repository, index, async path => {
    const settings = ['-c', 'core.splitIndex=false', '-c', 'index.sparse=false']
    await git.ask([...settings, 'update-index', '--no-split-index', '--force-write-index'], {
      variables: { GIT_INDEX_FILE: path },
    })
    return readRegular(path, maxIndexBytes)
  })
}

/** Lends a copy of an index, beside the real one as a split index must be. */
export async function withIndexCopy<T>(
  { gitdir }: Repository,
  index: Buffer,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const path = join(gitdir, `fluxmark-index-${randomBytes(6).toString('hex')}`)
  try {
    writeFileSync(path, index)
    return await use(path)
  } finally {
    for (const file of [path, `${path}.lock`]) rmSync(file, { force: true })
  }
}
