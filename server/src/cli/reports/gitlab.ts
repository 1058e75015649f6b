import type { Severity } from '../../ide/answers.ts'
import { json } from '../printed.ts'
import type { ReportFormat } from './report.ts'

/** GitLab's code quality report: an array of what Code Climate calls issues. */
export const gitlab: ReportFormat = {
  name: 'gitlab',
  print: ({ diagnostics }) => {
    const issues = diagnostics.map(({ found, start, end, fingerprint }) => ({
      description: found.message,
      check_name: found.code,
      fingerprint,
      severity: severities[found.severity],
      location: { path: found.path, lines: { begin: start.line, end: end.line } },
    }))
    return json(issues)
  },
}

const severities: Readonly<Record<Severity, string>> = {
  error: 'major',
  warning: 'minor',
  information: 'info',
  hint: 'info',
}
