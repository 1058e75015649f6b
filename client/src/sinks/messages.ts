import {
  type CancellationToken,
  commands,
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

/**
 * The same for a notification that may be answered elsewhere: once `until` is cancelled nobody waits for it, and whatever
 * is clicked on it later does nothing. The editor lets no extension close a notification: all that are shown are put
 * away, and stay in its list.
 */
export function askUntil<Action extends string | MessageItem>(
  until: CancellationToken,
  level: Level,
  text: string,
  ...actions: readonly Action[]
): Promise<Action | undefined> {
  const elsewhere = new Promise<undefined>(resolve =>
    until.onCancellationRequested(() => {
      void commands.executeCommand('notifications.hideToasts')
      resolve(undefined)
    }),
  )
  return Promise.race([elsewhere, ask(level, text, {}, ...actions)])
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
