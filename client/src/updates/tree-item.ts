import {
  type Command,
  l10n,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCheckboxState,
  TreeItemCollapsibleState,
  Uri,
} from 'vscode'
import type { ClusterVerdict, UpdateRow, UpdateState } from '../../../server/src/lsp/protocol.ts'
import type { UpdateElement } from './element.ts'

/**
 * A row as the editor draws it. The server has escaped its texts. `isChecked` says whether all changes below are
 * checked, `isOpen` whether what wants attention is unfolded.
 */
export function treeItem(element: UpdateElement, isChecked: boolean, isOpen: boolean): TreeItem {
  const { row, changes } = element
  const item = new TreeItem(row.label, collapsible(row, isOpen))
  // The editor keeps a row as it was, by this: one that gets rows below it is to be unfolded as a new one.
  item.id = row.children.length === 0 ? `-${row.id}` : row.id
  item.description = row.description
  item.tooltip = row.accessible
  item.accessibilityInformation = { label: row.accessible }
  item.iconPath = icon(row)
  // What menus ask for: `value outdated updatable`.
  item.contextValue = [
    row.kind,
    row.object?.kind ?? row.state,
    ...(changes.length > 0 ? ['updatable'] : []),
  ].join(' ')
  const command = opened.includes(row.kind) ? openCommand(row) : undefined
  if (command) item.command = command
  if (changes.length > 0) {
    const words = changes.length === 1 ? l10n.t('this update') : l10n.t('{0} updates', changes.length)
    item.checkboxState = {
      state: isChecked ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
      tooltip: isChecked ? l10n.t('Leave out {0}', words) : l10n.t('Choose {0}', words),
      accessibilityInformation: {
        label: `${row.label}, ${isChecked ? l10n.t('checked') : l10n.t('not checked')}`,
      },
    }
  }
  return item
}

/** Kinds of rows that a click opens. */
const opened: readonly UpdateRow['kind'][] = ['value', 'candidate', 'live']

/** Opens the place that a row is about. */
export function openCommand({ uri, line = 1 }: UpdateRow): Command | undefined {
  if (uri === undefined) return undefined
  const at = { line: line - 1, character: 0 }
  const selection = { start: at, end: at }
  return { title: l10n.t('Open'), command: 'vscode.open', arguments: [Uri.parse(uri), { selection }] }
}

function collapsible({ kind, state, children }: UpdateRow, isOpen: boolean): TreeItemCollapsibleState {
  if (children.length === 0) return TreeItemCollapsibleState.None
  if (kind === 'candidates') return TreeItemCollapsibleState.Collapsed
  if (kind !== 'policy') return TreeItemCollapsibleState.Expanded
  return isOpen && state !== 'current'
    ? TreeItemCollapsibleState.Expanded
    : TreeItemCollapsibleState.Collapsed
}

function icon({ kind, state, verdict }: UpdateRow): ThemeIcon {
  if (kind === 'cluster') return new ThemeIcon(verdict === undefined ? 'server-environment' : 'warning')
  if (verdict !== undefined) return themeIcon(verdictIcons[verdict])
  if (kind === 'automation') return new ThemeIcon('sync')
  if (kind === 'group') return new ThemeIcon('folder')
  if (kind === 'candidates' || kind === 'candidate') return new ThemeIcon('circle-large-outline')
  return themeIcon(icons[state])
}

function themeIcon([name, color]: readonly [string, string?]): ThemeIcon {
  return color === undefined ? new ThemeIcon(name) : new ThemeIcon(name, new ThemeColor(color))
}

const verdictIcons: Readonly<Record<ClusterVerdict, readonly [string, string?]>> = {
  agrees: ['pass', 'disabledForeground'],
  lags: ['history', 'list.warningForeground'],
  differs: ['diff', 'list.errorForeground'],
  absent: ['circle-slash', 'list.errorForeground'],
  'only in the cluster': ['cloud'],
  unknown: ['question', 'disabledForeground'],
}

/** No state is told by colour alone. */
const icons: Readonly<Record<UpdateState, readonly [string, string?]>> = {
  outdated: ['arrow-circle-up', 'charts.blue'],
  failed: ['error', 'list.errorForeground'],
  waiting: ['shield', 'list.warningForeground'],
  held: ['pinned'],
  suspended: ['debug-pause'],
  unreachable: ['circle-slash'],
  unknown: ['circle-outline', 'disabledForeground'],
  current: ['pass', 'disabledForeground'],
}
