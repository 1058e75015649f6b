import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { failure } from '../../../flux/failure.ts'
import type { Identity } from '../config/identity.ts'
import { gitOutput, kill, type SystemGit } from '../system/run-git.ts'

/** A ref that the system's Git has locked and compared, and not yet moved. */
export interface RefTransaction {
  commit(): Promise<void>
  /** Lets go of the locks; harmless after `commit`. */
  close(): void
}

/** A ref's move. `from` undefined: it must not exist yet. */
export interface RefMove {
  readonly ref: string
  readonly from: string | undefined
  readonly to: string
  readonly reflog: { readonly committer: Identity; readonly message: string }
}

/** Locks a ref and verifies what it holds, through `git update-ref --stdin` (Git 2.27). Rejects with `E_GIT` and Git's words. */
export async function prepareRef(
  git: SystemGit,
  { ref, from, to, reflog }: RefMove,
): Promise<RefTransaction> {
  const variables = identityVariables('COMMITTER', reflog.committer)
  const child = git.start(['update-ref', '-m', reflog.message, '--stdin'], { variables })
  const errors: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  child.stdin.on('error', () => undefined)
  child.on('error', error => errors.push(Buffer.from(error.message)))
  const ended = once(child, 'close')
  // A hook may hang. Told to end, Git clears its locks away.
  const timer = setTimeout(() => child.kill(), 60_000).unref()
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const say = async (command: string) => {
    child.stdin.write(`${command}\n`)
    const { value } = await answers.next()
    if (value === `${command}: ok`) return
    await ended
    throw failure(
      'E_GIT',
      `git update-ref did not move ${ref}: ${gitOutput(Buffer.concat(errors).toString())}`,
    )
  }
  try {
    await say('start')
    child.stdin.write(from === undefined ? `create ${ref} ${to}\n` : `update ${ref} ${to} ${from}\n`)
    await say('prepare')
  } catch (error) {
    kill(child)
    throw error
  }
  return {
    async commit() {
      await say('commit')
      child.stdin.end()
      await ended
    },
    // Closing its input makes Git abort and clear its locks away; killing it would leave them.
    close() {
      clearTimeout(timer)
      child.stdin.end()
    },
  }
}

/** The variables that tell Git who an author or a committer is. */
export function identityVariables(
  role: 'AUTHOR' | 'COMMITTER',
  { name, email, seconds, zone }: Identity,
): Record<string, string> {
  return {
    [`GIT_${role}_NAME`]: name,
    [`GIT_${role}_EMAIL`]: email,
    [`GIT_${role}_DATE`]: `@${seconds} ${zone}`,
  }
}
