import { l10n, type Memento, workspace } from 'vscode'
import type { ClustersAnswer, ClusterTarget } from '../../../server/src/lsp/protocol.ts'
import type { AskServer } from '../registries/pick-repository.ts'
import { ask as askUser, say } from '../sinks/messages.ts'
import { pickOne, type Row } from '../sinks/picks.ts'
import { agree, isAgreed } from './agreed.ts'

/**
 * Which cluster is to be read: the context of the user's own setting, else the one that is picked. Asks, once for a workspace and
 * a context, before anything is sent to it. Undefined where the user thinks better of it.
 */
export async function chooseCluster(ask: AskServer, state: Memento): Promise<ClusterTarget | undefined> {
  const { clusters, failure } = ((await ask('fluxmark.clusters', {})) ?? { clusters: [] }) as ClustersAnswer
  if (failure) {
    say('error', `${failure.message} (${failure.code})`)
    return undefined
  }
  // Of the machine alone: a workspace cannot say it.
  const wanted = workspace.getConfiguration('fluxmark').get<string>('cluster.context', '')
  const target = wanted === '' ? await pick(clusters) : clusters.find(({ context }) => context === wanted)
  if (target === undefined) {
    if (wanted !== '')
      say(
        'error',
        l10n.t(
          'The kubeconfig has no context {0}, or no server for it: see the setting fluxmark.cluster.context.',
          wanted,
        ),
      )
    else if (clusters.length === 0) say('error', l10n.t('The kubeconfig has no context with a server.'))
    return undefined
  }
  return (await isAllowed(state, target)) ? target : undefined
}

async function pick(clusters: readonly ClusterTarget[]): Promise<ClusterTarget | undefined> {
  if (clusters.length < 2) return clusters[0]
  const rows = clusters.map((target): Row & { readonly target: ClusterTarget } => ({
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

async function isAllowed(state: Memento, target: ClusterTarget): Promise<boolean> {
  if (isAgreed(state, target)) return true
  const { context, server } = target
  const read = l10n.t('Read {0}', context)
  const detail = l10n.t(
    'It runs your kubectl, which lists Flux’s objects, its controllers’ deployments and the warnings about them at {0}, with your login. No Secret is read, and nothing is changed. The answer is kept for this workspace. Hide Live State ends the reading.',
    server,
  )
  const answer = await askUser(
    'information',
    l10n.t('May Fluxmark read the cluster {0} ({1})?', context, server),
    { modal: true, detail },
    read,
  )
  if (answer !== read) return false
  await agree(state, target)
  return true
}
