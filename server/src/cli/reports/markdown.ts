import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { count } from '../../ide/texts/words.ts'
import { cell, code, joined, link, type Markdown, md, ours } from '../../text/markdown.ts'
import { printable } from '../printed.ts'
import type { Reported, ReportFormat } from './report.ts'
import { summaryText } from './summary-text.ts'

/** The comment of a pull request: what is wrong, and what is outdated as a table of old and new. */
export const markdown: ReportFormat = {
  name: 'markdown',
  print: ({ diagnostics, summary }) => {
    const wrong = diagnostics.filter(
      ({ found }) => found.severity === 'error' || found.severity === 'warning',
    )
    const outdated = diagnostics.filter(one => one.change !== undefined && !wrong.includes(one))
    const others = diagnostics.filter(one => !wrong.includes(one) && !outdated.includes(one))
    const sections = [
      section(count(wrong.length, 'problem'), ['severity', 'where', 'what'], wrong.map(row)),
      section(`${outdated.length} outdated`, ['policy', 'old', 'new', 'where'], outdated.map(step)),
      section(count(others.length, 'remark'), ['severity', 'where', 'what'], others.map(row)),
    ]
    return printable(joined([md`## Fluxmark\n\n${summaryText(summary)}\n`, ...sections], '\n').markdown)
  },
}

function section(title: string, columns: readonly string[], rows: readonly Markdown[]): Markdown {
  if (rows.length === 0) return md``
  const [head, rule] = [
    joined(columns, ' | '),
    joined(
      columns.map(() => md`---`),
      '|',
    ),
  ]
  return md`### ${title}\n\n| ${head} |\n|${rule}|\n${joined(rows, '\n')}\n`
}

function row({ found: { severity, code: name, path, message }, start, help }: Reported): Markdown {
  return md`| ${severity} | ${cellOf(`${path}:${start.line}`)} | ${message} (${link(ours(name), help)}) |`
}

function step({ found: { path }, start, change }: Reported): Markdown {
  const { setter, oldValue = '', newValue = '' } = change ?? {}
  const policy = setter ? formatPolicyRef(setter.policy) : ''
  const old = oldValue === '' ? '(empty)' : cellOf(oldValue)
  return md`| ${cellOf(policy)} | ${old} | ${cellOf(newValue)} | ${cellOf(`${path}:${start.line}`)} |`
}

/** Code in a table's cell. */
function cellOf(text: string): Markdown {
  return cell(code(text))
}
