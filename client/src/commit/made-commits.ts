import type { CommitState, CommittedBranch } from '../../../server/src/lsp/protocol.ts'

/** The commits that were made in this workspace: those that wait for a push stay in reach. */
export interface MadeCommits {
  /** Those that can still be pushed, requested or taken back, the newest first. */
  all(): readonly CommittedBranch[]
  /** Those that nobody has yet; all, where everything is pushed. */
  toPush(): readonly CommittedBranch[]
  isPushed(branch: CommittedBranch): boolean
  add(branch: CommittedBranch): void
  pushed(branch: CommittedBranch): void
  /** Taken back, or reverted. */
  forget(branch: CommittedBranch): void
  /**
   * Asks where each is by now: branches vanish, are merged, and are pushed without us. What no folder of the window
   * holds is left out until one does.
   */
  refresh(stateOf: (branch: CommittedBranch) => Promise<CommitState | 'closed' | 'unknown'>): Promise<void>
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
  let closed: ReadonlySet<string> = new Set()
  const kept = () => memory.get<readonly Made[]>(key, [])
  const read = () => kept().filter(({ branch }) => !closed.has(idOf(branch)))
  const write = (made: readonly Made[]) => void memory.update(key, shortened(made))
  const others = (branch: CommittedBranch) => kept().filter(one => idOf(one.branch) !== idOf(branch))
  const isSame = (branch: CommittedBranch) => (one: Made) => idOf(one.branch) === idOf(branch)
  return {
    all: () => read().map(({ branch }) => branch),
    toPush() {
      const made = read()
      const waiting = made.filter(({ isPushed }) => !isPushed)
      return (waiting.length > 0 ? waiting : made).map(({ branch }) => branch)
    },
    isPushed: branch => kept().find(isSame(branch))?.isPushed === true,
    add: branch => write([{ branch, isPushed: false }, ...others(branch)]),
    pushed: branch => write(kept().map(one => (isSame(branch)(one) ? { ...one, isPushed: true } : one))),
    forget: branch => write(others(branch)),
    async refresh(stateOf) {
      const asked = kept()
      const states = await Promise.all(asked.map(({ branch }) => stateOf(branch)))
      const known = new Map(asked.map(({ branch }, at) => [idOf(branch), states[at] ?? 'unknown']))
      const stateNow = ({ branch }: Made) => known.get(idOf(branch)) ?? 'unknown'
      closed = new Set([...known].flatMap(([id, state]) => (state === 'closed' ? [id] : [])))
      // One that was made meanwhile has not been asked about.
      write(kept().flatMap(one => afterwards(one, stateNow(one))))
    },
  }
}

/** One that is gone or has arrived where it was to go is no more of interest. */
function afterwards(made: Made, state: CommitState | 'closed' | 'unknown'): readonly Made[] {
  if (typeof state === 'string') return [made]
  const { branch, remote, pullRequest } = made.branch
  const { remotes } = state
  const isOnBase = pullRequest.base === branch
  const isMerged =
    remote !== undefined && remotes.includes(`${remote.remote}/${pullRequest.base}`) && !isOnBase
  if (state.branch === 'gone' || isMerged) return []
  const isPushed = made.isPushed || remotes.length > 0
  // Pushed, and others have gone on from there.
  return isPushed && isOnBase && state.branch === 'older' ? [] : [{ ...made, isPushed }]
}

/** The newest; those that wait for a push are kept longest. */
function shortened(made: readonly Made[]): readonly Made[] {
  const waiting = made.filter(({ isPushed }) => !isPushed).slice(0, most)
  const room = new Set([...waiting, ...made.filter(({ isPushed }) => isPushed)].slice(0, most))
  return made.filter(one => room.has(one))
}

function idOf({ root, branch, commits }: CommittedBranch): string {
  return JSON.stringify([root, branch, commits.at(-1)?.oid])
}
