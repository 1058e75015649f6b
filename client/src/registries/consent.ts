import { type CancellationToken, CancellationTokenSource, type Memento } from 'vscode'
import { type MessageActionItem, MessageType, type ShowMessageRequestParams } from 'vscode-languageclient'
import { askUntil, type Level } from '../sinks/messages.ts'

/**
 * What the user has allowed in this workspace, whichever door they came by: a question, the Updates view, a hint. The only
 * place that keeps it.
 */
export interface Consents {
  /** The registries that may be asked for tags. */
  hosts(): readonly string[]
  /** The hosts at which pull requests may be opened. */
  forges(): readonly string[]
  /** Keeps the consent to a registry. */
  allow(host: string): Promise<void>
  /**
   * Shows a question of the server's, until the server takes it back: it was answered elsewhere. An action that carries
   * `allowHost` or `allowForge` is the user's consent: remembered, and sent to the server when it starts next.
   */
  answer(params: ShowMessageRequestParams, until: CancellationToken): Promise<MessageActionItem | null>
  /** The server that asked is gone: what it asked is put away. */
  dropQuestions(): void
  forget(): Promise<void>
}

const hostsKey = 'allowedHosts'
const forgesKey = 'allowedForges'

export function createConsents(state: Memento): Consents {
  const list = (key: string) => state.get<readonly string[]>(key, [])
  const add = async (key: string, host: unknown) => {
    if (typeof host === 'string') await state.update(key, [...new Set([...list(key), host])].sort())
  }
  const open = new Set<CancellationTokenSource>()
  return {
    hosts: () => list(hostsKey),
    forges: () => list(forgesKey),
    allow: host => add(hostsKey, host),
    async answer({ type, message, actions = [] }, until) {
      const source = new CancellationTokenSource()
      open.add(source)
      const withdrawn = until.onCancellationRequested(() => source.cancel())
      const answer = await askUntil(source.token, levels[type] ?? 'information', message, ...actions)
      withdrawn.dispose()
      open.delete(source)
      await add(hostsKey, answer?.allowHost)
      await add(forgesKey, answer?.allowForge)
      return answer ?? null
    },
    dropQuestions() {
      for (const source of open) source.cancel()
    },
    async forget() {
      await state.update(hostsKey, undefined)
      await state.update(forgesKey, undefined)
    },
  }
}

const levels: Readonly<Partial<Record<MessageType, Level>>> = {
  [MessageType.Error]: 'error',
  [MessageType.Warning]: 'warning',
}
