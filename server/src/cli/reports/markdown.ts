import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { code, count, inline } from '../../ide/texts/words.ts'
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
      section(count(wrong.length, 'problem'), '| severity | where | what |', wrong.map(row)),
      section(`${outdated.length} outdated`, '| policy | old | new | where |', outdated.map(step)),
      section(count(others.length, 'remark'), '| severity | where | what |', others.map(row)),
    ]
    return ['## Fluxmark', '', `${inline(summaryText(summary))}`, '', ...sections.flat()].join('\n')
  },
}

function section(title: string, heading: string, rows: readonly string[]): readonly string[] {
  if (rows.length === 0) return []
  return [`### ${title}`, '', heading, heading.replace(/[^|]+/g, '---'), ...rows, '']
}

function row({ found: { severity, code: name, path, message }, start, help }: Reported): string {
  return `| ${severity} | ${cell(`${path}:${start.line}`)} | ${inline(message)} ([${name}](${help})) |`
}

function step({ found: { path }, start, change }: Reported): string {
  const { setter, oldValue = '', newValue = '' } = change ?? {}
  const policy = setter ? formatPolicyRef(setter.policy) : ''
  const old = oldValue === '' ? '(empty)' : cell(oldValue)
  return `| ${cell(policy)} | ${old} | ${cell(newValue)} | ${cell(`${path}:${start.line}`)} |`
}

/** Code in a table's cell. */
function cell(text: string): string {
  return code(text).replaceAll('|', '\\|')
}
