import { installedIn } from '../../flux/cluster/controllers.ts'
import type { Failure } from '../../flux/failure.ts'
import { folderAround, foldersNamed } from '../../flux/project/environments.ts'
import type { Installed } from '../../flux/version/installed.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { statusJson } from '../../ide/status-json.ts'
import type { LiveView } from '../../ide/updates/live-rows.ts'
import type { ClusterReader, KubeconfigTarget } from '../../ports.ts'
import type { Session } from '../../session.ts'
import {
  type ClusterKnown,
  type ClusterStatus,
  readCluster,
  statusOf,
} from '../../work/live/cluster-status.ts'
import type { LiveAnswer } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'

/** A cluster that the user has agreed to, and which folders or environments it is for; all of the workspace without any. */
export interface WantedCluster extends KubeconfigTarget {
  readonly folders?: readonly string[]
}

/** One cluster that is shown beside the files of every open folder. */
export interface ShownCluster {
  readonly wanted: WantedCluster
  is(other: WantedCluster): boolean
  /** Reads it for every open folder; who asks meanwhile waits for the same reading. Rejects with a `Failure`. */
  read(reader: ClusterReader, onRead: () => void): Promise<void>
  answer(): LiveAnswer
  view(session: Session): LiveView
  /** What it runs, as far as it was read. */
  installed(session: Session): Installed | undefined
  end(): void
}

/** What has been read for a folder. */
interface Held {
  readonly known: ClusterKnown
  /** Why the newest reading failed. */
  readonly failure?: Failure
}

export function createShownCluster(
  wanted: WantedCluster,
  workspaces: Pick<Workspaces, 'all' | 'now'>,
): ShownCluster {
  const { context, server, folders = [] } = wanted
  const held = new WeakMap<Session, Held>()
  const ending = new AbortController()
  const compare = comparing(folders)
  let reading: Promise<void> | undefined

  async function readAll(cluster: ClusterReader, onRead: () => void): Promise<void> {
    const { signal } = ending
    for (const { session, root, isRepository: isGit } of workspaces.all()) {
      const now = workspaces.now()
      const known = await readCluster({ session, root, isGit, cluster, choice: wanted, now, signal })
      if (signal.aborted) return
      const before = held.get(session)
      const [failed] = compare(session, known, now).failures
      // What was read last stays on the screen while the server is away.
      if (known.isRead || !before?.known.isRead)
        held.set(session, { known, ...(known.isRead || !failed ? {} : { failure: failed }) })
      else held.set(session, { known: before.known, ...(failed && { failure: failed }) })
      onRead()
    }
  }

  return {
    wanted,
    is: other => JSON.stringify(keyOf(other)) === JSON.stringify(keyOf(wanted)),
    async read(cluster, onRead) {
      reading ??= readAll(cluster, onRead).finally(() => {
        reading = undefined
      })
      await reading
    },
    answer() {
      const found = workspaces.all().flatMap(({ session }) => {
        const one = held.get(session)
        if (one === undefined) return []
        const { rows, failures } = compare(session, one.known, workspaces.now())
        const json = rows.map(row => statusJson(session.snapshot, row))
        return [{ rows: json, failures: one.failure ? [one.failure] : failures }]
      })
      const failures = found.flatMap(one => one.failures)
      return {
        rows: found.flatMap(one => one.rows),
        failures: [...new Map(failures.map(one => [one.message, one])).values()],
      }
    },
    view(session) {
      const one = held.get(session)
      const place = { context, server, folders }
      if (one === undefined) return { ...place, rows: [] }
      const { rows } = compare(session, one.known, workspaces.now())
      const { failure } = one
      return {
        ...place,
        rows,
        at: one.known.reading.at,
        ...(failure && { failure: `${failure.message} (${failure.code})` }),
      }
    },
    installed(session) {
      const known = held.get(session)?.known
      const found = known?.isRead ? installedIn(known.reading) : undefined
      return found && (folders.length === 0 ? found : { ...found, folders })
    },
    end: () => ending.abort(),
  }
}

function keyOf({ context, server, kubeconfig, folders = [] }: WantedCluster) {
  return [context, server, kubeconfig, folders]
}

/** Rows hold ages, in minutes and more: what is drawn within so many ms is not compared anew for them. */
const sameAges = 30_000

/** Compares what was read with the files, anew only where the files, the answers, what was read or its age are others. */
function comparing(folders: readonly string[]) {
  const last = new WeakMap<Session, Compared>()
  return (session: Session, known: ClusterKnown, now: number): ClusterStatus => {
    const { snapshot } = session
    const before = last.get(session)
    if (before?.known === known && before.snapshot === snapshot && now - before.at < sameAges)
      return before.status
    const isWanted = folders.length === 0 ? undefined : within(snapshot, folders)
    const status = statusOf(snapshot, known, now, isWanted, true)
    last.set(session, { known, snapshot, at: now, status })
    return status
  }
}

function within(snapshot: Snapshot, folders: readonly string[]): (path: string) => boolean {
  const all = folders.map(name => foldersNamed(snapshot, name))
  return path => all.some(one => folderAround(one, path) !== undefined)
}

interface Compared {
  readonly known: ClusterKnown
  readonly snapshot: Snapshot
  readonly at: number
  readonly status: ClusterStatus
}
