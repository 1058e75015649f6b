import type { Severity } from '../../ide/answers.ts'
import { shown } from '../../text/foreign.ts'
import { asItIs, printableLine } from '../printed.ts'
import type { Reported, ReportFormat } from './report.ts'
import { summaryText } from './summary-text.ts'

/** GitHub shows as many annotations of one level as this for a step. */
const limit = 10

/** Annotations of GitHub Actions: the first ten of each level as such, the others as lines of a group in the log. */
export const github: ReportFormat = {
  name: 'github',
  print: ({ diagnostics, summary }) => {
    const levels = ['error', 'warning', 'notice'] as const
    const lines = levels.flatMap(level => {
      const own = diagnostics.filter(({ found }) => levelOf[found.severity] === level)
      const others = own.slice(limit)
      const rest = [`::group::${others.length} more of level ${level}`, ...others.map(line), '::endgroup::']
      return [...own.slice(0, limit).map(one => annotation(level, one)), ...(others.length > 0 ? rest : [])]
    })
    return asItIs([...lines, printableLine(summaryText(summary)), ''].join('\n'))
  },
}

/** A hint is no annotation. */
const levelOf: Readonly<Record<Severity, string | undefined>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: undefined,
}

function annotation(level: string, { found: { path, code, message }, start, end, help }: Reported): string {
  const properties = [
    ['file', path],
    ['line', String(start.line)],
    ['endLine', String(end.line)],
    // GitHub takes columns only within one line.
    ...(start.line === end.line
      ? [['col', String(start.column)] as const, ['endColumn', String(end.column)] as const]
      : []),
    ['title', code],
  ] as const
  const list = properties.map(([name, value]) => `${name}=${property(value)}`).join(',')
  return `::${level} ${list}::${data(`${message}\n${help}`)}`
}

function line({ found: { path, code, message }, start }: Reported): string {
  return printableLine(`${path}:${start.line}:${start.column} ${code}: ${message}`)
}

function data(text: string): string {
  return shown(text).replaceAll('%', '%25').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
