import { type Change, subjectOf } from '../../flux/automation/changes.ts'

/** What a pull request of these changes says: the commit's title, and old → new per image. */
export function pullRequestText(
  message: string,
  changes: readonly Change[],
): { readonly title: string; readonly body: string } {
  const [title = '', ...rest] = message.trim().split('\n')
  const rows = new Map<string, string[]>()
  for (const change of changes) {
    const { path, oldValue, newValue } = change
    const step = `| \`${subjectOf(change)}\` | ${oldValue === '' ? '(empty)' : `\`${oldValue}\``} | \`${newValue}\` |`
    rows.set(step, [...(rows.get(step) ?? []), path])
  }
  const table = [...rows].map(([step, paths]) => `${step} ${[...new Set(paths)].join('<br>')} |`)
  const words = rest.join('\n').trim()
  return {
    title,
    body: [
      '| policy | old | new | files |',
      '|---|---|---|---|',
      ...table,
      ...(words ? ['', words] : []),
    ].join('\n'),
  }
}
