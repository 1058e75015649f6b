import { type Disposable, type QuickPickItem, QuickPickItemKind, window } from 'vscode'
import { forMessage } from '../../../server/src/text/foreign.ts'
import { type Row, toItem } from './picks.ts'

/** A list too long to be shown at once: what is shown follows what is typed. */
export interface LivePick<R extends Row> {
  readonly title: string
  readonly placeholder: string
  /** The rows for what is typed, few enough to be shown; null while they are not known. */
  readonly rows: (typed: string) => readonly R[] | null
  /**
   * Whether there are more rows than are shown. Else the editor filters by itself, and nothing is replaced while
   * somebody types: an answer names a row by its place.
   */
  readonly isLong: () => boolean
  /** The row to begin at. */
  readonly first?: (row: R) => boolean
  /** A row is in focus; what is called back afterwards shows the rows anew. */
  readonly onFocus?: (row: R, changed: () => void) => void
}

/** Keys that come closer together than this, in ms, are looked up once. */
const typingPause = 120

/** Asks for one row; undefined where the user thinks better of it. `start` is called with what shows the rows anew. */
export function pickLive<R extends Row>(
  { title, placeholder, rows, isLong, first, onFocus }: LivePick<R>,
  start: (changed: () => void) => void = () => {},
): Promise<R | undefined> {
  const pick = window.createQuickPick<QuickPickItem & { readonly row: R }>()
  pick.title = forMessage(title)
  pick.placeholder = forMessage(placeholder)
  pick.matchOnDescription = true
  pick.ignoreFocusOut = true
  let timer: NodeJS.Timeout | undefined
  let isFirst = true
  let isOpen = true

  function show(): void {
    if (!isOpen) return
    const found = rows(isLong() ? pick.value : '')
    pick.busy = found === null
    const focused = pick.activeItems[0]?.row.label
    pick.keepScrollPosition = !isFirst
    const items = (found ?? []).map(toItem)
    pick.items = items
    const wanted = items.find(({ row, kind }) =>
      kind === QuickPickItemKind.Separator ? false : isFirst ? first?.(row) : row.label === focused,
    )
    if (wanted) pick.activeItems = [wanted]
    if (found !== null) isFirst = false
  }

  return new Promise(resolve => {
    const listeners: Disposable[] = [
      pick.onDidChangeValue(() => {
        clearTimeout(timer)
        if (isLong()) timer = setTimeout(show, typingPause)
      }),
      pick.onDidChangeActive(([item]) => item && onFocus?.(item.row, show)),
      pick.onDidAccept(() => {
        resolve((pick.selectedItems[0] ?? pick.activeItems[0])?.row)
        pick.hide()
      }),
      pick.onDidHide(() => {
        isOpen = false
        clearTimeout(timer)
        resolve(undefined)
        for (const listener of listeners) listener.dispose()
        pick.dispose()
      }),
    ]
    show()
    pick.show()
    start(show)
  })
}
