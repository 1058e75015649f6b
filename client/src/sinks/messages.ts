import {
  type CancellationToken,
  type MessageItem,
  type MessageOptions,
  ProgressLocation,
  window,
} from 'vscode'
import { forMessage } from '../../../server/src/text/foreign.ts'

export type Level = 'error' | 'warning' | 'information'

/** A notification without a question. Nothing in it is a link, whoever wrote it. */
export function say(level: Level, text: string): void {
  void ask(level, text, {})
}

/** A notification, or with `modal` a dialog, and the action that was chosen: one of those given. */
export async function ask<Action extends string | MessageItem>(
  level: Level,
  text: string,
  { detail, ...options }: MessageOptions,
  ...actions: readonly Action[]
): Promise<Action | undefined> {
  const items = actions.map(action => {
    const item: MessageItem = typeof action === 'string' ? { title: action } : action
    return { ...item, title: forMessage(item.title), action }
  })
  const escaped = { ...options, ...(detail === undefined ? {} : { detail: forMessage(detail) }) }
  return (await show[level](forMessage(text), escaped, ...items))?.action
}

/** Does something that takes a while, with a notification that says so. */
export function during<T>(title: string, work: () => Thenable<T>): Thenable<T> {
  return window.withProgress({ location: ProgressLocation.Notification, title: forMessage(title) }, work)
}

/** The same for what the user may cancel. */
export function cancellable<T>(title: string, work: (token: CancellationToken) => Thenable<T>): Thenable<T> {
  const options = { location: ProgressLocation.Notification, title: forMessage(title), cancellable: true }
  return window.withProgress(options, (_, token) => work(token))
}

const show = {
  error: window.showErrorMessage,
  warning: window.showWarningMessage,
  information: window.showInformationMessage,
} as const
