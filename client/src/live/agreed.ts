import type { Memento } from 'vscode'
import type { ClusterTarget, LiveCluster } from '../../../server/src/lsp/protocol.ts'

const agreedKey = 'cluster.agreed'
const shownKey = 'cluster.shown'

/** Whether the user has agreed, in this workspace, that a context is read at this address. */
export function isAgreed(state: Memento, target: ClusterTarget): boolean {
  return state.get<readonly ClusterTarget[]>(agreedKey, []).some(one => isSame(one, target))
}

/** Keeps the consent for this workspace. */
export async function agree(state: Memento, { context, server }: ClusterTarget): Promise<void> {
  const others = state.get<readonly ClusterTarget[]>(agreedKey, []).filter(one => one.context !== context)
  await state.update(agreedKey, [...others, { context, server }])
}

/** Takes all consents back. */
export async function forgetClusters(state: Memento): Promise<void> {
  await state.update(agreedKey, undefined)
  await state.update(shownKey, undefined)
}

/** The clusters that this workspace shows, as long as the consent for each stands. */
export function shownClusters(state: Memento): readonly LiveCluster[] {
  const shown = state.get<LiveCluster | readonly LiveCluster[]>(shownKey, [])
  return [shown].flat().filter(one => isAgreed(state, one))
}

export async function keepShown(state: Memento, clusters: readonly LiveCluster[]): Promise<void> {
  await state.update(shownKey, clusters.length === 0 ? undefined : clusters)
}

/** Whether two are one context at one address. */
export function isSame(a: ClusterTarget, b: ClusterTarget): boolean {
  return a.context === b.context && a.server === b.server
}
