import type { Memento } from 'vscode'
import { type MessageActionItem, MessageType, type ShowMessageRequestParams } from 'vscode-languageclient'
import { ask, type Level } from '../sinks/messages.ts'

const key = 'allowedHosts'
const forgesKey = 'allowedForges'

/** The registries that the user has allowed for this workspace. */
export function allowedHosts(state: Memento): readonly string[] {
  return state.get<readonly string[]>(key, [])
}

/** The hosts at which the user has allowed pull requests in this workspace. */
export function allowedForges(state: Memento): readonly string[] {
  return state.get<readonly string[]>(forgesKey, [])
}

/** Keeps the consent to a registry for this workspace. */
export async function rememberHost(state: Memento, host: string): Promise<void> {
  await state.update(key, [...new Set([...allowedHosts(state), host])].sort())
}

export async function forgetHosts(state: Memento): Promise<void> {
  await state.update(key, undefined)
  await state.update(forgesKey, undefined)
}

/**
 * Shows a question of the server's. An action that carries `allowHost` is the user's consent to that registry:
 * remembered for the workspace, and sent to the server when it starts next.
 */
export async function askUser(
  params: ShowMessageRequestParams,
  state: Memento,
): Promise<MessageActionItem | null> {
  const { type, message, actions = [] } = params
  const answer = await ask(levels[type] ?? 'information', message, {}, ...actions)
  const host = answer?.allowHost
  if (typeof host === 'string') await rememberHost(state, host)
  const forge = answer?.allowForge
  if (typeof forge === 'string')
    await state.update(forgesKey, [...new Set([...allowedForges(state), forge])].sort())
  return answer ?? null
}

const levels: Readonly<Partial<Record<MessageType, Level>>> = {
  [MessageType.Error]: 'error',
  [MessageType.Warning]: 'warning',
}
