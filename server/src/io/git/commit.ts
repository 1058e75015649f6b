import type { CommitPlan, CommitResult } from '../../ports.ts'
import { builtinLimit } from './builtin-limit.ts'
import { builtinStore } from './builtin-store.ts'
import type { Target } from './choose-target.ts'
import { commitWithHooks } from './commit-with-hooks.ts'
import { failure, hasCode, needsSystemGit } from './failure.ts'
import { findHooks } from './find-hooks.ts'
import { findSystemGit } from './find-system-git.ts'
import type { GitOptions } from './git-options.ts'
import { identity, identityAt } from './identity.ts'
import { type CommitContext, makeCommit } from './make-commit.ts'
import { mayCommit, refuseHalfDone } from './may-commit.ts'
import { type OpenRepository, openRepository } from './open-repository.ts'
import { systemGit } from './run-git.ts'
import { systemStore } from './system-store.ts'

/** Makes a plan's commit with the writer that can: the built-in one first, the user's Git where that one cannot serve. */
export async function commit(
  root: string,
  plan: CommitPlan,
  options: GitOptions,
): Promise<CommitResult | undefined> {
  if (!options.trusted())
    throw failure('E_NOT_TRUSTED', 'Nothing is committed in a workspace that is not trusted. Trust it first.')
  const { environment } = options
  const opened = openRepository(root, environment)
  if (plan.branch === undefined) refuseHalfDone(opened.repository)
  const now = options.clock.now()
  const context = {
    committer: identity('committer', opened.config, environment, now),
    author: plan.author ? identityAt(plan.author, now) : identity('author', opened.config, environment, now),
    check: (target: Target) => mayCommit(opened, target),
  }
  const engine = options.engine()
  if (engine === 'system')
    return systemCommit(opened, plan, context, options, 'fluxmark.git.engine is "system".')
  try {
    return await builtinCommit(opened, plan, context, options)
  } catch (error) {
    if (engine === 'builtin' || !hasCode(error, ...systemMayServe)) throw error
    return systemCommit(opened, plan, context, options, error.message)
  }
}

/** What the user's Git may still manage: it fetches missing objects, runs hooks and filters, and knows every format. */
const systemMayServe = ['E_NEED_SYSTEM_GIT', 'E_OBJECT_MISSING', 'E_BLOB_MISMATCH']

async function builtinCommit(
  { repository, config }: OpenRepository,
  plan: CommitPlan,
  context: CommitContext,
  { environment }: GitOptions,
) {
  const limit = builtinLimit(repository, config, environment)
  if (limit !== undefined) throw needsSystemGit(limit)
  return makeCommit(builtinStore(repository, config), plan, context)
}

async function systemCommit(
  opened: OpenRepository,
  plan: CommitPlan,
  context: CommitContext,
  { environment }: GitOptions,
  why: string,
) {
  const { repository, config } = opened
  const program = await findSystemGit(repository, environment)
  if (program === undefined)
    throw failure('E_GIT_MISSING', `${why} But no Git is installed, or it is not on PATH. Install Git.`)
  const git = systemGit(program, repository, environment)
  const store = systemStore(git, repository, config)
  try {
    const hasHooks = findHooks(repository, config, environment).length > 0
    return await (hasHooks
      ? commitWithHooks(git, store, opened, plan, context)
      : makeCommit(store, plan, context))
  } finally {
    store.close()
  }
}
