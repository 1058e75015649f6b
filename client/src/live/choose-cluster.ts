import { l10n, type Memento, workspace } from 'vscode'
import type { AgreedCluster, ClustersAnswer, LiveCluster } from '../../../server/src/lsp/protocol.ts'
import type { AskServer } from '../registries/pick-repository.ts'
import { ask as askUser, say } from '../sinks/messages.ts'
import { pickOne, type Row } from '../sinks/picks.ts'
import { agree, isAgreed } from './agreed.ts'
import { chosenKubeconfig } from './kubernetes-extension.ts'

/**
 * Which clusters are to be read: those that the user's own settings name for folders or environments, else one: the context
 * of the setting, else the one that is picked. Asks, once for a workspace and a context, before anything is sent to it. None
 * where the user thinks better of it.
 */
export async function chooseClusters(ask: AskServer, state: Memento): Promise<readonly LiveCluster[]> {
  const { clusters, failure } = await clustersThere(ask)
  if (failure) {
    say('error', `${failure.message} (${failure.code})`)
    return []
  }
  // Of the machine alone: a workspace cannot say either.
  const settings = workspace.getConfiguration('fluxmark')
  const named = namedContexts(settings.get<unknown>('cluster.contexts', {}))
  const wanted = settings.get<string>('cluster.context', '')
  const one = named.size > 0 ? undefined : wanted === '' ? await pick(clusters) : found(clusters, wanted)
  const chosen =
    named.size > 0
      ? [...named].flatMap(([context, folders]) => {
          const target = found(clusters, context)
          return target ? [{ ...target, folders }] : []
        })
      : one === undefined
        ? []
        : [one]
  if (clusters.length === 0) say('error', l10n.t('The kubeconfig has no context with a server.'))
  const allowed: LiveCluster[] = []
  for (const target of chosen) if (await isAllowed(state, target)) allowed.push(target)
  return allowed
}

/** The contexts of `fluxmark.cluster.contexts`, each with the folders and environments that it is for. */
function namedContexts(setting: unknown): ReadonlyMap<string, readonly string[]> {
  const entries = typeof setting === 'object' && setting !== null ? Object.entries(setting) : []
  const by = new Map<string, readonly string[]>()
  for (const [folder, context] of entries)
    if (typeof context === 'string' && context !== '') by.set(context, [...(by.get(context) ?? []), folder])
  return by
}

function found(clusters: readonly AgreedCluster[], context: string): AgreedCluster | undefined {
  const target = clusters.find(one => one.context === context)
  if (target === undefined && clusters.length > 0)
    say(
      'error',
      l10n.t(
        'The kubeconfig has no context {0}, or no server for it: see the settings fluxmark.cluster.context and fluxmark.cluster.contexts.',
        context,
      ),
    )
  return target
}

/**
 * The cluster of a context that an assistant names, where the user agrees to its being read. Undefined where they do not, or
 * there is no such context: then the server says so.
 */
export async function clusterFor(
  ask: AskServer,
  state: Memento,
  context: unknown,
): Promise<AgreedCluster | undefined> {
  const { clusters } = await clustersThere(ask)
  const target = clusters.find(one => one.context === context)
  return target !== undefined && (await isAllowed(state, target)) ? target : undefined
}

/** The contexts of the user's kubeconfig, and of the one that the Kubernetes extension uses. */
async function clustersThere(ask: AskServer): Promise<ClustersAnswer> {
  const kubeconfig = chosenKubeconfig()
  const asked = kubeconfig === undefined ? {} : { kubeconfig }
  return ((await ask('fluxmark.clusters', asked)) ?? { clusters: [] }) as ClustersAnswer
}

async function pick(clusters: readonly AgreedCluster[]): Promise<AgreedCluster | undefined> {
  if (clusters.length < 2) return clusters[0]
  const rows = clusters.map((target): Row & { readonly target: AgreedCluster } => ({
    label: target.context,
    description: target.server,
    target,
  }))
  const options = {
    title: l10n.t('Show live state'),
    placeHolder: l10n.t('The context of which cluster?'),
    matchOnDescription: true,
  }
  return (await pickOne(rows, options))?.target
}

async function isAllowed(state: Memento, target: LiveCluster): Promise<boolean> {
  if (isAgreed(state, target)) return true
  const { context, server, kubeconfig } = target
  const read = l10n.t('Read {0}', context)
  const detail = l10n.t(
    'It runs your kubectl, which lists Flux’s objects, its controllers’ deployments and the warnings about them at {0}, with your login. No Secret is read, and nothing is changed. The answer is kept for this workspace. Hide Live State ends the reading.',
    server,
  )
  const from =
    kubeconfig === undefined
      ? []
      : [l10n.t('The context is of {0}, the kubeconfig that the Kubernetes extension uses.', kubeconfig)]
  const answer = await askUser(
    'information',
    l10n.t('May Fluxmark read the cluster {0} ({1})?', context, server),
    { modal: true, detail: [...from, detail].join('\n\n') },
    read,
  )
  if (answer !== read) return false
  await agree(state, target)
  return true
}
