import { type Memento, workspace } from 'vscode'
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
        `The kubeconfig has no context ${wanted}, or no server for it: see the setting fluxmark.cluster.context.`,
      )
    else if (clusters.length === 0) say('error', 'The kubeconfig has no context with a server.')
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
    title: 'Show live state',
    placeHolder: 'The context of which cluster?',
    matchOnDescription: true,
  }
  return (await pickOne(rows, options))?.target
}

async function isAllowed(state: Memento, target: ClusterTarget): Promise<boolean> {
  if (isAgreed(state, target)) return true
  const { context, server } = target
  const read = `Read ${context}`
  const detail = `It runs your kubectl, which lists Flux’s objects and its controllers’ deployments at ${server}, with your login. No Secret is read, and nothing is changed. The answer is kept for this workspace; Hide Live State ends it.`
  const answer = await askUser(
    'information',
    `May Fluxmark read the cluster ${context} (${server})?`,
    { modal: true, detail },
    read,
  )
  if (answer !== read) return false
  await agree(state, target)
  return true
}
