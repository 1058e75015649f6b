import { askedKinds } from '../../flux/cluster/cluster-kinds.ts'
import { type ClusterReading, type ClusterTarget, objectsOf } from '../../flux/cluster/cluster-reading.ts'
import type { ClusterRow } from '../../flux/cluster/cluster-row.ts'
import { compareCluster } from '../../flux/cluster/compare-cluster.ts'
import { commitOf, revisionOf } from '../../flux/cluster/compare-source.ts'
import type { CommitHere } from '../../flux/cluster/compared.ts'
import { jsonText } from '../../flux/cluster/json-at.ts'
import { writtenObjects } from '../../flux/cluster/written-objects.ts'
import { type Failure, failureOf, isFailure } from '../../flux/failure.ts'
import { automationKind } from '../../flux/resources/kinds.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { ClusterChoice, ClusterReader } from '../../ports.ts'
import type { Session } from '../../session.ts'

/** A repository, and the cluster that it is compared with. */
interface ReadingOptions {
  readonly session: Session
  readonly root: string
  readonly isGit: boolean
  readonly cluster: ClusterReader
  readonly choice: ClusterChoice
  /** ms since 1970. */
  readonly now: number
  readonly signal: AbortSignal
}

export interface ClusterStatus {
  readonly rows: readonly ClusterRow[]
  /** Undefined where the cluster could not be read at all. */
  readonly target: ClusterTarget | undefined
  readonly reading: ClusterReading
  /** What could not be read, each once. */
  readonly failures: readonly Failure[]
}

/** What is known of a cluster, to be compared with the files as they are then. */
export interface ClusterKnown {
  readonly reading: ClusterReading
  readonly isRead: boolean
  readonly commits: ReadonlyMap<string, CommitHere>
}

/**
 * Reads a cluster; what could not be had is in the answer. Whoever calls it has the user's consent. Rejects where it was
 * cancelled or not agreed to.
 */
export async function readCluster(options: ReadingOptions): Promise<ClusterKnown> {
  const { session, cluster, choice, now, signal } = options
  const read = await cluster.read(choice, namespacesOf(session), signal).catch((error: unknown) => {
    if (isFailure(error, 'E_CANCELLED', 'E_CLUSTER_NOT_APPROVED')) throw error
    return failureOf(error)
  })
  const isRead = 'lists' in read
  const reading = isRead ? read : unread(read, now)
  return { reading, isRead, commits: isRead ? await commitsNamed(reading, options) : new Map() }
}

/**
 * What is known of a cluster, beside the files. `now` is in ms since 1970. `isWanted` says which files' objects, all where it is
 * absent; what only the cluster has is left out beside some, unless `withOthers` asks for it.
 */
export function statusOf(
  snapshot: Snapshot,
  { reading, isRead, commits }: ClusterKnown,
  now: number,
  isWanted?: (path: string) => boolean,
  withOthers: boolean = isWanted === undefined,
): ClusterStatus {
  const rows = compareCluster({ snapshot, reading, now, commits }, { isWanted, withOthers })
  const failed = askedKinds.flatMap(({ kind, isBesides }) => {
    const list = reading.lists.get(kind)
    if (list?.state !== 'failed') return []
    return isBesides && list.failure.code === 'E_CLUSTER_DENIED' ? [] : [list.failure]
  })
  const failures = [...new Map(failed.map(one => [one.message, one])).values()]
  return { rows, target: isRead ? reading : undefined, reading, failures }
}

/** A cluster of which nothing could be read, for one reason. */
function unread(failure: Failure, at: number): ClusterReading {
  const lists = askedKinds.map(({ kind }) => [kind, { state: 'failed', failure }] as const)
  return { context: '', server: '', at, lists: new Map(lists) }
}

/** Those of all objects that the cluster is asked for. */
function namespacesOf({ snapshot }: Session): readonly string[] {
  const all = [...snapshot.unanswered.recall(writtenObjects).values()].flat()
  return [...new Set(all.map(({ namespace }) => namespace))].sort()
}

/** Where the commits are that the cluster names: in this clone or not. */
async function commitsNamed(
  reading: ClusterReading,
  { session, root, isGit }: Pick<ReadingOptions, 'session' | 'root' | 'isGit'>,
): Promise<ReadonlyMap<string, CommitHere>> {
  if (!isGit) return new Map()
  const pushed = objectsOf(reading, automationKind).flatMap(
    ({ status }) => jsonText(status, 'lastPushCommit') ?? [],
  )
  const revisions = ['Kustomization', 'GitRepository'].flatMap(kind =>
    objectsOf(reading, kind).flatMap(one => revisionOf(one) ?? []),
  )
  const oids = new Set([...pushed, ...revisions.flatMap(one => commitOf(one) ?? [])])
  const resolve = (name: string) => session.git.resolve(root, name).catch(() => undefined)
  const head = await resolve('HEAD')
  const found: [string, CommitHere][] = []
  for (const oid of [...oids].slice(0, mostCommits)) {
    if (!/^[0-9a-f]{40,64}$/.test(oid)) continue
    found.push([oid, oid === head ? 'head' : (await resolve(oid)) === undefined ? 'missing' : 'here'])
  }
  return new Map(found)
}

const mostCommits = 50
