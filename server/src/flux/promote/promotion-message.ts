import type { Change } from '../automation/changes.ts'

/** The message of a promotion's commit: from where to where, and a line a value. */
export function promotionMessage(from: string, to: string, changes: readonly Change[]): string {
  const lines = changes.map(
    ({ path, oldValue, newValue }) => `- ${path}: ${oldValue === '' ? '(empty)' : oldValue} -> ${newValue}`,
  )
  return `Promote ${from} to ${to}\n\n${[...new Set(lines)].join('\n')}\n`
}

/** The branch that a promotion is committed on where the user names none: `promote-staging-to-production`. */
export function promotionBranch(from: string, to: string): string {
  const word = (name: string) =>
    name.replace(/[^A-Za-z0-9._]+/g, '-').replace(/^[-.]+|[-.]+$|\.\.+|\.lock$/g, '')
  return `promote-${word(from) || 'from'}-to-${word(to) || 'to'}`
}
