import type { Repository, RepositoryOptions, World } from '../cli/world.ts'

/** What was read of a repository. */
export type Read = Pick<Repository['session'], 'snapshot' | 'unreadable'>

/** Reads a repository for a call that came in at `came` (`performance.now()`), or gives what was read for another. */
export type Readings = (root: string, options: RepositoryOptions, came: number) => Promise<Read>

/** So many repositories are remembered, each with its files' texts. */
const most = 4

interface Reading {
  readonly session: Repository['session']
  /** When it was begun, as `performance.now()` says: whoever came before needs no other. */
  readonly began: number
  readonly done: Promise<Read>
}

/**
 * Files change between calls, so each call compares what is on the disk; a reading that began after a call came in will
 * do for it. Files that are the same are neither parsed nor evaluated again.
 */
export function createReadings(open: World['openRepository']): Readings {
  const known = new Map<string, Promise<Reading>>()
  return async (root, options, came) => {
    const { fluxVersion, defaultPolicyNamespace, profile } = options
    const key = JSON.stringify([root, fluxVersion, defaultPolicyNamespace, profile])
    const before = known.get(key)
    const reading = next(before, () => open({ ...options, at: root, offline: true }), came)
    // The one that was asked for last is forgotten last.
    known.delete(key)
    known.set(key, reading)
    for (const oldest of known.keys()) if (known.size > most) known.delete(oldest)
    try {
      return await (await reading).done
    } catch (error) {
      if (known.get(key) === reading) known.delete(key)
      throw error
    }
  }
}

async function next(
  before: Promise<Reading> | undefined,
  open: () => Promise<Repository>,
  came: number,
): Promise<Reading> {
  const last = await before?.catch(() => undefined)
  if (last && last.began >= came) return last
  await last?.done.catch(() => undefined)
  const session = last?.session ?? (await open()).session
  const began = performance.now()
  const done = readBy(session)
  done.catch(() => undefined)
  return { session, began, done }
}

/** What it holds afterwards: the next reading of the same session changes nothing of it. */
async function readBy(session: Repository['session']): Promise<Read> {
  await session.load()
  await session.complete()
  return { snapshot: session.snapshot, unreadable: session.unreadable }
}
