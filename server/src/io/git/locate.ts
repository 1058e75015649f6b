import { type Stats, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { failure } from '../../flux/failure.ts'
import { readRegularText } from '../files/regular-file.ts'
import { hasCode } from '../has-code.ts'

/** Bytes of a file that holds one path. */
const maxBytes = 1 << 16

/** Where a repository lies. In a linked worktree `gitdir` is its own, `commondir` the one all worktrees share. */
export interface Repository {
  /** The working tree's top folder. */
  readonly root: string
  /** Holds `HEAD` and `index`. */
  readonly gitdir: string
  /** Holds `objects`, `refs`, `packed-refs`, `config`, `hooks`. */
  readonly commondir: string
}

/**
 * The innermost repository whose working tree holds `path` (a file, a folder, or one that does not exist yet), as
 * Git finds it: a folder `.git`, or a file `.git` that names one (submodule, linked worktree). `GIT_DIR` is not read.
 * Throws `E_GITFILE` where a `.git` file leads nowhere.
 */
export function locate(path: string): Repository | undefined {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const repository = repositoryAt(folder)
    if (repository || folder === dirname(folder)) return repository
  }
}

function repositoryAt(root: string): Repository | undefined {
  const dotGit = join(root, '.git')
  const stat = statOf(dotGit)
  if (stat?.isDirectory()) {
    const commondir = commonDir(dotGit)
    return isGitDir(dotGit, commondir) ? { root, gitdir: dotGit, commondir } : undefined
  }
  if (!stat?.isFile()) return undefined
  const gitdir = linkedGitDir(dotGit, root)
  const commondir = commonDir(gitdir)
  if (isGitDir(gitdir, commondir)) return { root, gitdir, commondir }
  throw failure(
    'E_GITFILE',
    `${dotGit} names ${gitdir}, which is no Git repository: it was moved or removed. Run git worktree repair, or clone again.`,
  )
}

/** Undefined where nothing is there, or what is above it is no folder. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}

function linkedGitDir(dotGit: string, root: string): string {
  const target = /^gitdir: ([^\0]*[^\0\r\n])\s*$/.exec(readRegularText(dotGit, maxBytes))?.[1]
  if (target !== undefined) return resolve(root, target)
  throw failure(
    'E_GITFILE',
    `${dotGit} is a file, but not one that Git writes: it should read "gitdir: PATH".`,
  )
}

function commonDir(gitdir: string): string {
  try {
    return resolve(gitdir, readRegularText(join(gitdir, 'commondir'), maxBytes).trimEnd())
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return gitdir
    throw error
  }
}

/** What Git itself asks of a repository's folder before it believes in it. */
function isGitDir(gitdir: string, commondir: string): boolean {
  const exists = (path: string) => statOf(path) !== undefined
  return exists(join(gitdir, 'HEAD')) && exists(join(commondir, 'objects')) && exists(join(commondir, 'refs'))
}
