import type { ClusterObjectName, Reconciled } from '../../flux/cluster/cluster-reading.ts'
import { failure, isFailure } from '../../flux/failure.ts'
import type { LiveView } from '../../ide/updates/live-rows.ts'
import type { ClusterReader, KubeconfigTarget } from '../../ports.ts'
import type { OpenFolder } from '../folders.ts'
import type { LiveAnswer } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { ClusterAccess } from '../world.ts'
import { createShownCluster, type ShownCluster, type WantedCluster } from './shown-cluster.ts'

/** Live clusters beside the files, for as long as the user wants to see them. Every promise rejects with a `Failure`. */
export interface Live {
  /** The contexts of the user's kubeconfig, and of another one where it is named. Contacts nothing. */
  targets(kubeconfig?: string): Promise<readonly KubeconfigTarget[]>
  /** Reads clusters beside what is shown, each only with its server. Throws a `Failure` where none may be asked. */
  reader(): ClusterReader
  /**
   * Reads a cluster that the user has agreed to; it is shown from now on: by itself, or where it is for some folders or
   * environments beside those that are for others.
   */
  read(wanted: WantedCluster): Promise<LiveAnswer>
  reconcile(wanted: KubeconfigTarget, object: ClusterObjectName): Promise<Reconciled>
  /** What is shown of them, beside the files of a folder as they are now. */
  views(folder: Pick<OpenFolder, 'session'>): readonly LiveView[]
  /** Shows none any more, and ends what is under way. */
  end(): void
}

export function createLive(workspaces: Pick<Workspaces, 'all' | 'now' | 'settings'>): Live {
  let shown: readonly ShownCluster[] = []
  let ending = new AbortController()

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

  /** What the clusters run that are shown counts for the files, while they are. */
  function tellFiles(): void {
    for (const { session } of workspaces.all())
      session.installed(shown.flatMap(one => one.installed(session) ?? []))
  }

  function keep(still: readonly ShownCluster[]): void {
    for (const one of shown) if (!still.includes(one)) one.end()
    shown = still
    tellFiles()
  }

  function end(): void {
    ending.abort()
    ending = new AbortController()
    keep([])
  }

  /** The one that is shown already, where it is the same; another one takes the place of what it does not stand beside. */
  function shownAs(wanted: WantedCluster): ShownCluster {
    const same = shown.find(one => one.is(wanted))
    if (same) return same
    const isBeside = ({ wanted: { context, folders = [] } }: ShownCluster) =>
      folders.length > 0 && (wanted.folders ?? []).length > 0 && context !== wanted.context
    const news = createShownCluster(wanted, workspaces)
    keep([...shown.filter(isBeside), news])
    return news
  }

  return {
    targets: async kubeconfig => access().reader.targets(kubeconfig),
    reader: () => access().reader,
    async read(wanted) {
      const { reader } = access()
      const one = shownAs(wanted)
      await one.read(reader, tellFiles).catch(error => {
        // What was agreed to is no more.
        if (!isFailure(error, 'E_CANCELLED')) keep(shown.filter(other => other !== one))
        throw error
      })
      return one.answer()
    },
    reconcile: async (target, object) => access().reconciler.reconcile(target, object, ending.signal),
    views: ({ session }) => shown.map(one => one.view(session)),
    end,
  }
}
