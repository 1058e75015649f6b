import type { Severity } from '../../ide/answers.ts'
import { printable, together } from '../printed.ts'
import { colours, type Painted, table } from '../table.ts'
import type { ReportFormat } from './report.ts'
import { summaryText } from './summary-text.ts'

/** For people: a row a diagnostic, and the summary. */
export const text: ReportFormat = {
  name: 'text',
  print: ({ diagnostics, summary }, { hasColour, columns }) => {
    const colour = colours(hasColour)
    const paint: Readonly<Record<Severity, (text: string) => Painted>> = {
      error: colour.red,
      warning: colour.yellow,
      information: colour.blue,
      hint: colour.dim,
    }
    const rows = diagnostics.map(({ found: { path, severity, code, message }, start: { line, column } }) => [
      `${path}:${line}:${column}`,
      paint[severity](severity),
      colour.dim(code),
      message,
    ])
    const last = printable(`${summaryText(summary)}\n`)
    return rows.length === 0 ? last : together(table(rows, columns), printable('\n'), last)
  },
}
