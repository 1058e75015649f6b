import { cell, code, joined, link, type Markdown, md } from '../../text/markdown.ts'

/** One value that a pull request changes. */
export interface RequestedChange {
  /** Relative to the repository's root. */
  readonly path: string
  /** The policy that the value follows, or the file where it follows none. */
  readonly subject: string
  readonly oldValue: string
  readonly newValue: string
  /** The page that shows what changed between the two images, where they say where they come from. */
  readonly compare?: string
}

/** What a pull request of these changes says: the commit's title, and old → new per image; Markdown, in which nothing is markup but ours. */
export function pullRequestText(
  message: string,
  changes: readonly RequestedChange[],
): { readonly title: string; readonly body: string } {
  const [title = '', ...rest] = message.trim().split('\n')
  const rows = new Map<string, { readonly change: RequestedChange; readonly paths: Set<string> }>()
  for (const change of changes) {
    const { path, subject, oldValue, newValue } = change
    const key = JSON.stringify([subject, oldValue, newValue])
    const row = rows.get(key) ?? { change, paths: new Set<string>() }
    row.paths.add(path)
    rows.set(key, row)
  }
  const table = [...rows.values()].map(({ change, paths }) => rowOf(change, [...paths]))
  const words = rest
    .map(line => md`${line}`.markdown)
    .join('\n')
    .trim()
  return {
    title,
    body: [
      ...(table.length > 0 ? ['| policy | old | new | files |', '|---|---|---|---|', ...table] : []),
      ...(words && table.length > 0 ? [''] : []),
      ...(words ? [words] : []),
    ].join('\n'),
  }
}

function rowOf({ subject, oldValue, newValue, compare }: RequestedChange, paths: readonly string[]): string {
  const old = oldValue === '' ? md`(empty)` : code(oldValue)
  const changes =
    compare === undefined ? code(newValue) : md`${code(newValue)} (${link(md`changes`, compare)})`
  const cells: readonly Markdown[] = [code(subject), old, changes, joined(paths.map(code), '<br>')]
  return `| ${joined(cells.map(cell), ' | ').markdown} |`
}
