import type { Memento } from 'vscode'
import type { ClusterTarget } from '../../../server/src/lsp/protocol.ts'

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

/** The cluster that this workspace shows, as long as its consent stands. */
export function shownCluster(state: Memento): ClusterTarget | undefined {
  const shown = state.get<ClusterTarget>(shownKey)
  return shown !== undefined && isAgreed(state, shown) ? shown : undefined
}

export async function keepShown(state: Memento, target: ClusterTarget | undefined): Promise<void> {
  await state.update(shownKey, target)
}

function isSame(a: ClusterTarget, b: ClusterTarget): boolean {
  return a.context === b.context && a.server === b.server
}
