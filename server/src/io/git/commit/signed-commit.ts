import { failure } from '../../../flux/failure.ts'
import type { CommitDraft } from '../builtin/store.ts'
import { identityVariables } from '../refs/ref-transaction.ts'
import { gitOutput, type SystemGit } from '../system/run-git.ts'

/**
 * Writes a commit signed as the user's Git signs (gpg, ssh, x509), and gives its name. Rejects with `E_SIGN` and what
 * the signing program says: there is never an unsigned commit where a signed one is asked for.
 */
export async function signedCommit(
  git: SystemGit,
  { tree, parent, author, committer, message }: CommitDraft,
): Promise<string> {
  const variables = { ...identityVariables('AUTHOR', author), ...identityVariables('COMMITTER', committer) }
  const args = ['commit-tree', '-S', '-p', parent, '-F', '-', tree]
  const { status, stdout, stderr } = await git.run(args, { input: message, variables, deadline: 120_000 })
  if (status === 0) return stdout.toString().trimEnd()
  throw failure(
    'E_SIGN',
    `The commit was not made, as it could not be signed: ${gitOutput(stderr)} Check user.signingKey and gpg.format, and that git commit -S works.`,
  )
}
