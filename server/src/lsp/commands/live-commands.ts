import { isAbsolute } from 'node:path'
import type { ClusterObjectName } from '../../flux/cluster/cluster-reading.ts'
import { jsonAt } from '../../flux/cluster/json-at.ts'
import { fluxCommands } from '../../flux/cluster/told/flux-commands.ts'
import { objectKey, writtenObjects } from '../../flux/cluster/written-objects.ts'
import { failure, failureOf } from '../../flux/failure.ts'
import { linesOf } from '../convert.ts'
import type { Live } from '../live/live.ts'
import type { WantedCluster } from '../live/shown-cluster.ts'
import type {
  ClustersAnswer,
  FluxCommandsAnswer,
  LiveAnswer,
  LiveArgument,
  ReconcileAnswer,
} from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'

/** `fluxmark.clusters`. */
export function clustersAnswer(live: Live, { kubeconfig }: LiveArgument): Promise<ClustersAnswer> {
  return live.targets(isPath(kubeconfig) ? kubeconfig : undefined).then(
    clusters => ({ clusters }),
    error => ({ clusters: [], failure: failureOf(error) }),
  )
}

/** `fluxmark.liveState`: naming a context and its server is the consent. */
export async function liveState(live: Live, argument: LiveArgument): Promise<LiveAnswer> {
  try {
    return await live.read(agreed(argument))
  } catch (error) {
    return { rows: [], failures: [failureOf(error)] }
  }
}

/** `fluxmark.reconcile`. */
export async function reconcile(live: Live, argument: LiveArgument): Promise<ReconcileAnswer> {
  try {
    return await live.reconcile(agreed(argument), objectOf(argument))
  } catch (error) {
    return { failure: failureOf(error) }
  }
}

/** `fluxmark.fluxCommands`: what can be copied about an object. Asks nothing. */
export function fluxCommandsAnswer(workspaces: Workspaces, argument: LiveArgument): FluxCommandsAnswer {
  const object = objectOf(argument)
  const { kind, namespace, name } = object
  for (const { session, paths } of workspaces.all()) {
    const forms =
      session.snapshot.unanswered.recall(writtenObjects).get(objectKey(kind, namespace, name)) ?? []
    const [first] = forms
    if (first === undefined) continue
    const { file, span } = first.resource.place
    const isSuspendedInGit = forms.every(({ spec }) => jsonAt(spec, 'suspend') === true)
    return {
      commands: fluxCommands(object, argument.context ?? '', { isSuspendedInGit }),
      isSuspendedInGit,
      uri: paths.toUri(file),
      line: linesOf(session.snapshot)(file).positionAt(span[0]).line + 1,
    }
  }
  return {
    commands: fluxCommands(object, argument.context ?? '', { isSuspendedInGit: false }),
    isSuspendedInGit: false,
  }
}

/** The cluster that an argument names, which is the consent. Throws a `Failure` where it names none. */
export function agreed({ context, server, kubeconfig, folders }: LiveArgument): WantedCluster {
  if (context === undefined || server === undefined)
    throw failure(
      'E_CLUSTER_NOT_APPROVED',
      'No cluster was asked: a context and its server have to be agreed to.',
    )
  if (kubeconfig !== undefined && !isPath(kubeconfig))
    throw failure(
      'E_KUBECONFIG',
      'No cluster was asked: the kubeconfig has to be named by its absolute path.',
    )
  return {
    context,
    server,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(folders === undefined ? {} : { folders }),
  }
}

function isPath(path: unknown): path is string {
  return typeof path === 'string' && isAbsolute(path)
}

function objectOf({ kind = '', name = '' }: LiveArgument): ClusterObjectName {
  const [namespace = '', own = ''] = name.split(':')
  return { kind, namespace, name: own }
}
