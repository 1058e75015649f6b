import { l10n, QuickPickItemKind, workspace } from 'vscode'
import type { PlannedChange } from '../../../server/src/lsp/protocol.ts'
import { pickMany, type Row } from '../sinks/picks.ts'
import { stepText } from './words.ts'

/** Asks which of the changes are meant; those that no automation reaches are not ticked, where others are reached. Undefined where the user thinks better of it. */
export async function pickChanges(
  changes: readonly PlannedChange[],
  title: string,
): Promise<readonly PlannedChange[] | undefined> {
  const roots = [...new Set(changes.map(({ root }) => root))]
  const isAny = changes.some(({ automation }) => automation !== undefined)
  const items = roots.flatMap((root): (Row & { change?: PlannedChange })[] => {
    const ofRoot = changes.filter(change => change.root === root)
    const head = { label: workspace.asRelativePath(root), kind: QuickPickItemKind.Separator }
    return [...(roots.length > 1 ? [head] : []), ...ofRoot.map(change => toItem(change, isAny))]
  })
  const picked = await pickMany(items, {
    title,
    placeHolder: l10n.t('What to commit'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  })
  const chosen = picked?.flatMap(({ change }) => change ?? [])
  return chosen?.length === 0 ? undefined : chosen
}

function toItem(change: PlannedChange, isAnyReached: boolean) {
  const { policy, path, line, automation } = change
  const by =
    automation === undefined ? l10n.t('no automation reaches it') : l10n.t('by automation {0}', automation)
  return {
    label: stepText(change),
    description: policy,
    detail: `${path}:${line} — ${by}`,
    picked: automation !== undefined || !isAnyReached,
    change,
  }
}
