import {
  CancellationToken,
  type Connection,
  type MessageActionItem,
  MessageType,
  ShowMessageRequest,
  type ShowMessageRequestParams,
} from 'vscode-languageserver'
import { forMessage, shown } from '../text/foreign.ts'

type Level = 'error' | 'warning' | 'information'

/** `window/showMessage`: the only place that sends it. Nothing in a message is a link, whoever wrote it. */
export function say({ window }: Connection, level: Level, text: string): void {
  const message = forMessage(text)
  if (level === 'error') window.showErrorMessage(message)
  else if (level === 'warning') window.showWarningMessage(message)
  else window.showInformationMessage(message)
}

/** `window/showMessageRequest`: the action that was chosen, or undefined. The titles of actions are words of ours. */
export function ask<Action extends MessageActionItem>(
  connection: Connection,
  text: string,
  ...actions: readonly Action[]
): Promise<Action | undefined> {
  return askUntil(connection, CancellationToken.None, text, ...actions)
}

/** The same, withdrawn from the editor as soon as `until` is cancelled: undefined then, at once. */
export async function askUntil<Action extends MessageActionItem>(
  connection: Connection,
  until: CancellationToken,
  text: string,
  ...actions: readonly Action[]
): Promise<Action | undefined> {
  const sent = actions.map(action => ({ ...action, title: forMessage(action.title) }))
  const message = forMessage(text)
  const params: ShowMessageRequestParams = { type: MessageType.Info, message, actions: sent }
  const withdrawn = new Promise<null>(resolve => until.onCancellationRequested(() => resolve(null)))
  const answered = connection.sendRequest(ShowMessageRequest.type, params, until)
  // What a client says of a question that it was told to forget is of no interest.
  withdrawn.then(() => answered.catch(() => null))
  const chosen = await Promise.race([withdrawn, answered])
  return actions[sent.findIndex(({ title }) => title === chosen?.title)]
}

/** `window/logMessage`. */
export function log({ console }: Connection, level: Level, text: string): void {
  if (level === 'error') console.error(shown(text))
  else if (level === 'warning') console.warn(shown(text))
  else console.info(shown(text))
}
