import {
  type InputBoxOptions,
  QuickInputButtons,
  type QuickPickItem,
  type QuickPickOptions,
  window,
} from 'vscode'
import { forMessage } from '../../../server/src/text/foreign.ts'

/** A row of a quick pick. Its texts may be anybody's; the icons (of the editor's set, `git-branch`) are ours. */
export interface Row extends Pick<QuickPickItem, 'label' | 'description' | 'detail' | 'kind' | 'picked'> {
  readonly icon?: string
  readonly detailIcon?: string
}

/** Asks for one row; undefined where the user thinks better of it. */
export async function pickOne<R extends Row>(
  rows: readonly R[],
  options: QuickPickOptions,
): Promise<R | undefined> {
  return (await window.showQuickPick(rows.map(toItem), escaped(options)))?.row
}

/** The same as one of several steps: `back` for the one before. */
export function pickStep<R extends Row>(
  rows: readonly R[],
  { title = '', placeHolder = '' }: Pick<QuickPickOptions, 'title' | 'placeHolder'>,
): Promise<R | 'back' | undefined> {
  const pick = window.createQuickPick<QuickPickItem & { readonly row: R }>()
  pick.title = forMessage(title)
  pick.placeholder = forMessage(placeHolder)
  pick.ignoreFocusOut = true
  pick.items = rows.map(toItem)
  pick.buttons = [QuickInputButtons.Back]
  return new Promise<R | 'back' | undefined>(resolve => {
    pick.onDidTriggerButton(() => resolve('back'))
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.row))
    pick.onDidHide(() => resolve(undefined))
    pick.show()
  }).finally(() => pick.dispose())
}

/** Asks for any number of rows. */
export async function pickMany<R extends Row>(
  rows: readonly R[],
  options: QuickPickOptions,
): Promise<readonly R[] | undefined> {
  const picked = await window.showQuickPick(rows.map(toItem), { ...escaped(options), canPickMany: true })
  return picked?.map(({ row }) => row)
}

/** Asks for a line of text. What is typed is not touched. */
export function input(options: InputBoxOptions): Thenable<string | undefined> {
  return window.showInputBox(escaped(options))
}

export function toItem<R extends Row>(row: R): QuickPickItem & { readonly row: R } {
  const { label, description, detail, kind, picked, icon, detailIcon } = row
  const withIcon = (name: string | undefined, text: string) =>
    name === undefined ? forMessage(text) : `$(${name}) ${forMessage(text)}`
  return {
    label: withIcon(icon, label),
    ...(description === undefined ? {} : { description: forMessage(description) }),
    ...(detail === undefined ? {} : { detail: withIcon(detailIcon, detail) }),
    ...(kind === undefined ? {} : { kind }),
    ...(picked === undefined ? {} : { picked }),
    row,
  }
}

function escaped<O extends { title?: string; prompt?: string; placeHolder?: string }>(options: O): O {
  const shown = Object.fromEntries(
    (['title', 'prompt', 'placeHolder'] as const).flatMap(key =>
      options[key] === undefined ? [] : [[key, forMessage(options[key])]],
    ),
  )
  return { ...options, ...shown }
}
