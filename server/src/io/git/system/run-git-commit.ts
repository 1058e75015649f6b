import { failure } from '../../../flux/failure.ts'
import type { Store } from '../builtin/store.ts'
import type { PreparedCommit } from '../commit/prepare-commit.ts'
import { isOn } from '../config/read-config.ts'
import { parseCommit } from '../objects/parse-commit.ts'
import type { OpenRepository } from '../open-repository.ts'
import { type GitRun, gitOutput, type SystemGit } from './run-git.ts'

/** A commit that is worked out and whose objects are written, to be made by `git commit`. */
export interface HookedCommit {
  readonly git: SystemGit
  readonly store: Store
  readonly opened: OpenRepository
  readonly prepared: PreparedCommit
  /** The message, and the variables that name author and committer. */
  readonly words: GitRun
}

/**
 * Runs `git commit`, hooks and signing included, where an index is ready; gives the commit's name. Rejects with
 * `E_HOOK` or `E_SIGN`, or with `E_REF_MOVED` where the branch had moved before Git looked: its commit is taken back.
 */
export async function runGitCommit(
  { store, opened, prepared, words }: HookedCommit,
  git: SystemGit,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { ref, parent } = prepared.target
  const { status, stdout, stderr } = await git.run(
    ['-c', 'core.splitIndex=false', 'commit', '-q', '--cleanup=verbatim', '-F', '-'],
    { ...words, variables: { ...words.variables, ...variables }, deadline: 600_000 },
  )
  const said = gitOutput(`${stderr}\n${stdout.toString()}`)
  if (status !== 0) {
    if (/cannot lock ref|\.lock': File exists/.test(stderr)) throw moved(prepared.target.branch)
    const isUnsigned = isOn(opened.config, 'commit.gpgsign') && /failed to (?:sign|write commit)/.test(stderr)
    throw isUnsigned
      ? failure('E_SIGN', `The commit was not made, as it could not be signed: ${said}`)
      : failure('E_HOOK', `A commit hook refused the commit, or failed: ${said || `status ${status}`}`)
  }
  const oid = (await store.ref(ref)) ?? ''
  const { parents } = parseCommit((await store.read(oid)).data)
  if (parents.length === 1 && parents[0] === parent) return oid
  await git.ask(['update-ref', '-m', 'fluxmark: take back', ref, parents[0] ?? '', oid])
  throw moved(prepared.target.branch)
}

function moved(branch: string): Error {
  return failure('E_REF_MOVED', `The branch ${branch} moved meanwhile. Try again.`)
}
