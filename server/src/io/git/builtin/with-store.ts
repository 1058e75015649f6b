import { failure, isFailure } from '../../../flux/failure.ts'
import type { GitOptions } from '../config/git-options.ts'
import type { OpenRepository } from '../open-repository.ts'
import { findSystemGit } from '../system/find-system-git.ts'
import { type SystemGit, systemGit } from '../system/run-git.ts'
import { systemStore } from '../system/system-store.ts'
import { builtinStore } from './builtin-store.ts'
import { needsSystemGit } from './needs-system-git.ts'
import type { Store } from './store.ts'

/**
 * Lends a store by the setting `fluxmark.git.engine`: the built-in one, and where `limit` says that it cannot serve, or
 * it finds out itself, one on the user's Git. Rejects with `E_NEED_SYSTEM_GIT` or `E_GIT_MISSING` where neither can.
 */
export async function withStore<T>(
  opened: OpenRepository,
  options: GitOptions,
  limit: string | undefined,
  use: (store: Store, git?: SystemGit) => Promise<T>,
): Promise<T> {
  const engine = options.engine()
  let why = 'The setting fluxmark.git.engine is "system".'
  if (engine !== 'system') {
    try {
      if (limit !== undefined) throw needsSystemGit(limit)
      return await use(builtinStore(opened.repository, opened.config))
    } catch (error) {
      if (engine === 'builtin' || !isFailure(error, ...systemMayServe)) throw error
      why = error.message
    }
  }
  const git = await requireSystemGit(opened, options, why)
  const store = systemStore(git, opened.repository, opened.config)
  try {
    return await use(store, git)
  } finally {
    store.close()
  }
}

/** The user's Git. Rejects with `E_GIT_MISSING`; `why` is a sentence that says what it is needed for. */
export async function requireSystemGit(
  { repository }: OpenRepository,
  { environment }: GitOptions,
  why: string,
): Promise<SystemGit> {
  const program = await findSystemGit(repository, environment)
  if (program !== undefined) return systemGit(program, repository, environment)
  throw failure(
    'E_GIT_MISSING',
    `${why} But no Git is installed, or it is not on PATH. Install Git, or add it to PATH.`,
  )
}

/** What the user's Git may still manage: it fetches missing objects, runs hooks and filters, and knows every format. */
const systemMayServe = ['E_NEED_SYSTEM_GIT', 'E_OBJECT_MISSING', 'E_BLOB_MISMATCH'] as const
