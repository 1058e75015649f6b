import { failure, type GitFailureCode } from '../../../flux/failure.ts'
import type { Failure } from '../../../ports.ts'
import { type GitOutcome, gitOutput } from '../system/run-git.ts'

/** What a failed `git push --porcelain` failed of (`lost`: commits that overwriting would lose), by its line for the branch and, where there is none, by its words (English by LC_MESSAGES). */
export function pushFailure(
  { stdout, stderr, status }: GitOutcome,
  remote: string,
  branch: string,
  lost: readonly string[],
): Error & Failure {
  const refused = /^!\t[^\t]*\t\[([^\]]*)\] ?(?:\(([\s\S]*?)\))?$/m.exec(stdout.toString('utf8'))
  const said = gitOutput(
    stderr
      .replaceAll(/^(?:remote: ?$|To .*$|error: failed to push some refs.*$|hint: .*$)/gm, '')
      .replaceAll(/\n{2,}/g, '\n'),
  )
  const where = `${branch} was not pushed to ${remote}`
  if (refused?.[1] === 'rejected')
    return failure(
      'E_PUSH_REJECTED',
      `${where}: its branch holds commits that yours does not follow (${refused[2]})${lost.length > 0 ? `, and that would be lost: ${gitOutput(lost.join(', '))}` : '. Fetch to see them'}. Your commit is safe here.`,
    )
  if (refused)
    return failure(
      'E_PUSH_POLICY',
      `${where}: the server refused it (${refused[2] ?? refused[1]}). ${said}`.trimEnd(),
    )
  const [, code, words] = causeOf(stderr) ?? [undefined, status === 1 ? 'E_HOOK' : 'E_PUSH', 'Git said:']
  return failure(code, `${where}. ${words} ${said}`.trimEnd())
}

/** What a failed `git fetch` failed of, by its words: the codes are those of a push. */
export function fetchFailure({ stderr }: GitOutcome, remote: string): Error & Failure {
  const [, code, words] = causeOf(stderr) ?? [undefined, 'E_PUSH' as const, 'Git said:']
  return failure(code, `Nothing was fetched from ${remote}. ${words} ${gitOutput(stderr)}`.trimEnd())
}

function causeOf(stderr: string) {
  return causes.find(([pattern]) => pattern.test(stderr))
}

const causes: readonly (readonly [pattern: RegExp, code: GitFailureCode, words: string])[] = [
  [
    /terminal prompts disabled|could not read (?:Username|Password)|Authentication failed|error: 401/i,
    'E_PUSH_AUTH',
    'The server wants a login that Git has not, or refused it. Run git push once in a terminal to log in.',
  ],
  [
    /Host key verification failed|Permission denied \(|Could not read from remote repository[\s\S]*ssh|^ssh: /im,
    'E_PUSH_SSH',
    'SSH could not log in. Check the key, the agent and known_hosts: run git push once in a terminal.',
  ],
  [
    /unable to update url base from redirection|redirect/i,
    'E_PUSH_REDIRECT',
    'The server sent Git to another address. Set the address with git remote set-url.',
  ],
  [
    /error: 403|Permission to .* denied|not allowed to push/i,
    'E_PUSH_DENIED',
    'This login may not do that there.',
  ],
  [
    /error: 404|not found|does not appear to be a git repository|does not exist/i,
    'E_PUSH_NOT_FOUND',
    'There is no such repository, or it is hidden from this login.',
  ],
  [
    /Could not resolve|unable to access|Connection (?:refused|timed out|reset)|Failed to connect/i,
    'E_PUSH_NET',
    'The server could not be reached.',
  ],
]
