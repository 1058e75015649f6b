import { l10n } from 'vscode'
import type { CommitPlanAnswer, Failure, PlannedChange } from '../../../server/src/lsp/protocol.ts'

/** `ghcr.io/acme/web:1.2.3 → 1.4.1`: a name that stays is said once. */
export function stepText({ old, new: next }: Pick<PlannedChange, 'old' | 'new'>): string {
  const name = /^(.+\/[^:@]*:|[^/:@]+:)[^:@/]+$/.exec(old)?.[1]
  const step = name !== undefined && next.startsWith(name) ? next.slice(name.length) : next
  return `${old === '' ? '(empty)' : old} → ${step}`
}

/** `2 values`. */
export function countText(count: number, noun: 'commit' | 'file' | 'value'): string {
  if (noun === 'commit') return count === 1 ? l10n.t('1 commit') : l10n.t('{0} commits', count)
  if (noun === 'file') return count === 1 ? l10n.t('1 file') : l10n.t('{0} files', count)
  return count === 1 ? l10n.t('1 value') : l10n.t('{0} values', count)
}

/** A failure as one line: what, why and the code to look up. */
export function failureText(
  what: string,
  { code, message }: Pick<Failure, 'message'> & { readonly code: string },
): string {
  return `${what}: ${message} (${code})`
}

/** The branches that a plan commits to, as a list. */
export function branchesText({ previews }: Pick<CommitPlanAnswer, 'previews'>): string {
  return [...new Set(previews.flatMap(({ branch }) => branch ?? []))].join(', ')
}

/** The push branches of these changes, where every one has one and they are not all checked out anyway. */
export function pushBranches(
  changes: readonly PlannedChange[],
  checkedOut: readonly string[],
): readonly string[] {
  const branches = [...new Set(changes.map(({ pushBranch }) => pushBranch))]
  const known = branches.flatMap(branch => branch ?? [])
  return known.length < branches.length || known.every(branch => checkedOut.includes(branch)) ? [] : known
}
