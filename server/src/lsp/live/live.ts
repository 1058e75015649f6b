import type { ClusterObjectName, ClusterTarget, Reconciled } from '../../flux/cluster/cluster-reading.ts'
import { installedIn } from '../../flux/cluster/controllers.ts'
import { type Failure, failure, isFailure } from '../../flux/failure.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { statusJson } from '../../ide/status-json.ts'
import type { LiveView } from '../../ide/updates/live-rows.ts'
import type { Session } from '../../session.ts'
import {
  type ClusterKnown,
  type ClusterStatus,
  readCluster,
  statusOf,
} from '../../work/live/cluster-status.ts'
import type { OpenFolder } from '../folders.ts'
import type { LiveAnswer } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { ClusterAccess } from '../world.ts'

/** A live cluster beside the files, for as long as the user wants to see one. Every promise rejects with a `Failure`. */
export interface Live {
  /** The contexts of the user's kubeconfig. Contacts nothing. */
  targets(): Promise<readonly ClusterTarget[]>
  /** Reads a cluster that the user has agreed to; it is shown from now on. */
  read(target: ClusterTarget): Promise<LiveAnswer>
  reconcile(target: ClusterTarget, object: ClusterObjectName): Promise<Reconciled>
  /** What is shown of it, beside the files of a folder as they are now. */
  view(folder: Pick<OpenFolder, 'session'>): LiveView | undefined
  /** Shows none any more, and ends what is under way. */
  end(): void
}

/** Rows hold ages, in minutes and more: what is drawn within so many ms is not compared anew for them. */
const sameAges = 30_000

/** Compares what was read with the files, anew only where the files, the answers, what was read or its age are others. */
function comparing(): (session: Session, known: ClusterKnown, now: number) => ClusterStatus {
  const last = new WeakMap<Session, Compared>()
  return (session, known, now) => {
    const { snapshot } = session
    const before = last.get(session)
    if (before?.known === known && before.snapshot === snapshot && now - before.at < sameAges)
      return before.status
    const status = statusOf(snapshot, known, now)
    last.set(session, { known, snapshot, at: now, status })
    return status
  }
}

interface Compared {
  readonly known: ClusterKnown
  readonly snapshot: Snapshot
  readonly at: number
  readonly status: ClusterStatus
}

/** What has been read for a folder. */
interface Held {
  readonly known: ClusterKnown
  /** Why the newest reading failed. */
  readonly failure?: Failure
}

export function createLive(workspaces: Pick<Workspaces, 'all' | 'now' | 'settings'>): Live {
  let shown: ClusterTarget | undefined
  let held = new WeakMap<Session, Held>()
  let compare = comparing()
  let ending = new AbortController()
  let reading: Promise<void> | undefined

  /** Nothing runs without trust, nor where no request may leave. */
  function access(): ClusterAccess {
    const folders = workspaces.all()
    const open = folders.find(({ cluster }) => cluster !== undefined)?.cluster
    if (open === undefined)
      throw failure('E_CLUSTER_NOT_APPROVED', 'No cluster was asked: this workspace is not trusted.')
    if (!workspaces.settings.networkEnabled)
      throw failure('E_OFFLINE', 'No cluster was asked: the setting fluxmark.network.enabled is off.')
    return open(folders.flatMap(({ root, folder }) => [root, folder]))
  }

  async function readAll(target: ClusterTarget): Promise<void> {
    const { signal } = ending
    const cluster = access().reader
    for (const { session, root, isRepository: isGit } of workspaces.all()) {
      const now = workspaces.now()
      const known = await readCluster({ session, root, isGit, cluster, choice: target, now, signal })
      if (signal.aborted) return
      const before = held.get(session)
      const [failed] = compare(session, known, now).failures
      // What was read last stays on the screen while the server is away.
      if (known.isRead || !before?.known.isRead)
        held.set(session, { known, ...(known.isRead || !failed ? {} : { failure: failed }) })
      else held.set(session, { known: before.known, ...(failed && { failure: failed }) })
      const installed = known.isRead ? installedIn(known.reading) : undefined
      if (installed) session.installed([installed])
    }
  }

  const isSame = (target: ClusterTarget) =>
    shown?.context === target.context && shown.server === target.server

  function end(): void {
    ending.abort()
    ending = new AbortController()
    reading = undefined
    shown = undefined
    for (const { session } of workspaces.all()) session.installed([])
    held = new WeakMap()
    compare = comparing()
  }

  function viewOf({ session }: Pick<OpenFolder, 'session'>): LiveView | undefined {
    if (shown === undefined) return undefined
    const { context, server } = shown
    const one = held.get(session)
    if (one === undefined) return { context, server, rows: [] }
    const { rows } = compare(session, one.known, workspaces.now())
    return {
      context,
      server,
      rows,
      at: one.known.reading.at,
      ...(one.failure && { failure: `${one.failure.message} (${one.failure.code})` }),
    }
  }

  return {
    targets: async () => access().reader.targets(),
    async read(target) {
      access()
      if (!isSame(target)) end()
      shown = target
      reading ??= readAll(target).finally(() => {
        if (isSame(target)) reading = undefined
      })
      await reading.catch(error => {
        // What was agreed to is no more.
        if (!isFailure(error, 'E_CANCELLED') && isSame(target)) end()
        throw error
      })
      return answerOf(workspaces.all(), session => {
        const one = held.get(session)
        return one && { ...compare(session, one.known, workspaces.now()), failure: one.failure }
      })
    },
    reconcile: async (target, object) => access().reconciler.reconcile(target, object, ending.signal),
    view: viewOf,
    end,
  }
}

function answerOf(
  folders: readonly OpenFolder[],
  statusOfFolder: (
    session: Session,
  ) => (ClusterStatus & { readonly failure: Failure | undefined }) | undefined,
): LiveAnswer {
  const found = folders.flatMap(({ session }) => {
    const one = statusOfFolder(session)
    if (one === undefined) return []
    const { rows, failures, failure: newest } = one
    return [
      {
        rows: rows.map(row => statusJson(session.snapshot, row)),
        failures: newest ? [newest] : failures,
      },
    ]
  })
  const failures = found.flatMap(one => one.failures)
  return {
    rows: found.flatMap(one => one.rows),
    failures: [...new Map(failures.map(one => [one.message, one])).values()],
  }
}
