import type { CommittedBranch } from '../../../server/src/lsp/protocol.ts'

/** The commits that were made in this workspace: those that wait for a push stay in reach. */
export interface MadeCommits {
  /** Those that can still be pushed or taken back, the newest first. */
  all(): readonly CommittedBranch[]
  /** Those that nobody has yet; all, where everything is pushed. */
  toPush(): readonly CommittedBranch[]
  add(branch: CommittedBranch): void
  pushed(branch: CommittedBranch): void
  /** Taken back, or reverted. */
  forget(branch: CommittedBranch): void
}

/** What of a Memento is used. */
interface Memory {
  get<T>(key: string, other: T): T
  update(key: string, value: unknown): Thenable<void>
}

interface Made {
  readonly branch: CommittedBranch
  readonly isPushed: boolean
}

const key = 'commits.made'
/** So many are remembered. */
const most = 20

/** Those of former windows are there, too: an editor may end before anything is pushed. */
export function createMadeCommits(memory: Memory): MadeCommits {
  const read = () => memory.get<readonly Made[]>(key, [])
  const write = (made: readonly Made[]) => void memory.update(key, made.slice(0, most))
  const others = (branch: CommittedBranch) => read().filter(one => idOf(one.branch) !== idOf(branch))
  return {
    all: () => read().map(({ branch }) => branch),
    toPush() {
      const made = read()
      const waiting = made.filter(({ isPushed }) => !isPushed)
      return (waiting.length > 0 ? waiting : made).map(({ branch }) => branch)
    },
    add: branch => write([{ branch, isPushed: false }, ...others(branch)]),
    pushed: branch =>
      write(read().map(one => (idOf(one.branch) === idOf(branch) ? { ...one, isPushed: true } : one))),
    forget: branch => write(others(branch)),
  }
}

function idOf({ root, branch, commits }: CommittedBranch): string {
  return JSON.stringify([root, branch, commits.at(-1)?.oid])
}
