import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  type Memento,
  type TreeDataProvider,
  TreeItemCheckboxState,
  window,
} from 'vscode'
import type { Grouping, UpdateRow, UpdatesAnswer } from '../../../server/src/lsp/protocol.ts'
import type { LanguageServer } from '../server/language-server.ts'
import { createChecks } from './checks.ts'
import { UpdateElement } from './element.ts'
import { openCommand, treeItem } from './tree-item.ts'
import { messageOf, welcomeOf } from './welcome.ts'

/** The view of all marked values. It asks the server anew whenever that says that the answer may be another one. */
export interface UpdatesView extends Disposable {
  /** The hosts that wait for the user's consent. */
  waiting(): readonly string[]
  group(by: Grouping): Promise<void>
  /** Opens what a row is about, or the row that is selected. */
  open(element: unknown): Promise<void>
  /** Checks a row's box, or takes the check away; that of the row that is selected, where none is given. */
  toggle(element: unknown): void
  /** The changes whose boxes are checked, by their ids. */
  checked(): readonly string[]
  /** Takes the checks of changes away: they are committed. What is updated in a file goes from the view by itself. */
  uncheck(changes: readonly string[]): void
  /** The objects of a cluster that have a row. */
  objects(): readonly NonNullable<UpdateRow['object']>[]
  isVisible(): boolean
  onDidChangeVisibility(listener: (isVisible: boolean) => void): Disposable
  /** Brings the view to the front. */
  reveal(): void
  /** Asks the server anew. */
  refresh(): void
  /** Called whenever there is a new answer. */
  onDidChange(listener: () => void): Disposable
}

/** Changes that come closer together than this are asked about once, in ms. */
const pause = 300
/** The same while nobody sees the view: only the badge follows. */
const hiddenPause = 1000
/** How long a first answer may take, in ms: in a large workspace the rows that are ready by then are shown first. */
const firstRows = 400
/** Up to so many policies that want attention are unfolded. */
const maxUnfolded = 50

const groupKey = 'updates.group'

export function createUpdatesView(server: LanguageServer, memory: Memento): UpdatesView {
  const changed = new EventEmitter<void>()
  const answered = new EventEmitter<void>()
  const checks = createChecks()
  let answer: UpdatesAnswer | undefined
  let roots: readonly UpdateElement[] = []
  let isUnfolded = true
  let shown = ''
  let timer: NodeJS.Timeout | undefined
  let isAsking = false
  let isStale = false
  let patience = firstRows

  const provider: TreeDataProvider<UpdateElement> = {
    onDidChangeTreeData: changed.event,
    getChildren: element => [...(element?.children ?? roots)],
    getParent: ({ parent }) => parent,
    getTreeItem: element => treeItem(element, isChecked(element), isUnfolded),
  }
  const view = window.createTreeView('fluxmark.updates', {
    treeDataProvider: provider,
    showCollapseAll: true,
    manageCheckboxStateManually: true,
  })

  function isChecked({ changes }: UpdateElement): boolean {
    return changes.length > 0 && changes.every(change => checks.has(change))
  }

  function check(changes: readonly string[], isOn: boolean): void {
    checks.set(changes, isOn)
    setContext()
    changed.fire()
  }

  function setContext(): void {
    void commands.executeCommand('setContext', 'fluxmark.updatesView', welcomeOf(answer))
    void commands.executeCommand('setContext', 'fluxmark.hasChecked', checks.size > 0)
    void commands.executeCommand('setContext', 'fluxmark.isWaiting', (answer?.waiting.length ?? 0) > 0)
  }

  function take(next: UpdatesAnswer | undefined): void {
    const text = JSON.stringify(next)
    if (text === shown) return
    shown = text
    answer = next
    const isShown = welcomeOf(next) === 'rows'
    roots = isShown ? (next?.rows ?? []).map(row => new UpdateElement(row)) : []
    const isWhole = (next?.left ?? 0) === 0
    // A server that starts anew, and registries that are asked anew, take no check away.
    if (isWhole && !['starting', 'untrusted', 'consent'].includes(welcomeOf(next)))
      checks.keep(roots.flatMap(({ changes }) => changes))
    const policies = roots.flatMap(({ row }) => row.children)
    isUnfolded = policies.filter(({ state }) => state !== 'current').length <= maxUnfolded
    const outdated = isWhole ? (next?.outdated ?? 0) : 0
    const words = outdated === 1 ? l10n.t('1 value is outdated') : l10n.t('{0} values are outdated', outdated)
    view.badge = outdated === 0 ? undefined : { value: outdated, tooltip: words }
    const message = isShown && next ? messageOf(next) : undefined
    view.message = message as string
    setContext()
    changed.fire()
    answered.fire()
  }

  /** One question at a time; what happens meanwhile is asked about afterwards. */
  async function ask(): Promise<void> {
    isStale = isAsking
    if (isAsking) return
    isAsking = true
    const group = memory.get<Grouping>(groupKey, 'automation')
    try {
      const isPartly = answer === undefined || answer.left > 0
      const within = isPartly ? { within: patience } : {}
      const next = await server.ask('fluxmark.updates', { group, ages: view.visible, ...within })
      take((next as UpdatesAnswer | null | undefined) ?? undefined)
      if (answer !== undefined && answer.left > 0) isStale = true
      // What is judged already takes its time again.
      patience = isPartly ? patience * 2 : firstRows
    } catch {
      // The server ended, or is starting anew: its next state asks again.
    }
    isAsking = false
    if (isStale) refresh()
  }

  function refresh(): void {
    isStale = true
    if (isAsking) return
    timer ??= setTimeout(
      () => {
        timer = undefined
        void ask()
      },
      view.visible ? pause : hiddenPause,
    )
  }

  const all = Disposable.from(
    changed,
    answered,
    view,
    new Disposable(() => clearTimeout(timer)),
    view.onDidChangeVisibility(({ visible }) => visible && refresh()),
    view.onDidChangeCheckboxState(({ items }) => {
      for (const [{ changes }, state] of items) check(changes, state === TreeItemCheckboxState.Checked)
    }),
    server.onDidChangeRevision(refresh),
    server.onDidChangeState(state => (state === 'running' ? refresh() : take(undefined))),
  )
  setContext()

  return Object.assign(all, {
    waiting: () => answer?.waiting ?? [],
    async group(by: Grouping) {
      await memory.update(groupKey, by)
      await ask()
    },
    async open(given: unknown) {
      const element = given instanceof UpdateElement ? given : view.selection[0]
      const command = element && openCommand(element.row)
      if (command) await commands.executeCommand(command.command, ...(command.arguments ?? []))
    },
    toggle(given: unknown) {
      const element = given instanceof UpdateElement ? given : view.selection[0]
      if (element) check(element.changes, !isChecked(element))
    },
    checked: checks.all,
    uncheck: (changes: readonly string[]) => check(changes, false),
    objects: () =>
      (answer?.rows ?? []).flatMap(row =>
        row.kind === 'cluster' ? row.children.flatMap(({ object }) => object ?? []) : [],
      ),
    isVisible: () => view.visible,
    onDidChangeVisibility: (listener: (isVisible: boolean) => void) =>
      view.onDidChangeVisibility(({ visible }) => listener(visible)),
    reveal: () => void commands.executeCommand('fluxmark.updates.focus'),
    refresh,
    onDidChange: (listener: () => void) => answered.event(listener),
  })
}
