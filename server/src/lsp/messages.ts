import type { Connection, MessageActionItem } from 'vscode-languageserver'
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
export async function ask<Action extends MessageActionItem>(
  { window }: Connection,
  text: string,
  ...actions: readonly Action[]
): Promise<Action | undefined> {
  const sent = actions.map(action => ({ ...action, title: forMessage(action.title) }))
  const chosen = await window.showInformationMessage(forMessage(text), ...sent)
  return actions[sent.findIndex(({ title }) => title === chosen?.title)]
}

/** `window/logMessage`. */
export function log({ console }: Connection, level: Level, text: string): void {
  if (level === 'error') console.error(shown(text))
  else if (level === 'warning') console.warn(shown(text))
  else console.info(shown(text))
}
