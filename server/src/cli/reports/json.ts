import { json } from '../printed.ts'
import type { ReportFormat } from './report.ts'

/** The contract's JSON. */
export const jsonReport: ReportFormat = {
  name: 'json',
  print: ({ diagnostics, summary, place }) => {
    const rows = diagnostics.map(({ found, start, end, fingerprint, help }) => ({
      file: found.path,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      severity: found.severity,
      code: found.code,
      message: found.message,
      fixable: found.fixes.length > 0,
      fingerprint,
      help,
      ...(found.others
        ? { places: found.others.map(({ path, span: [at] }) => ({ file: path, ...place(path, at) })) }
        : {}),
    }))
    return json({ diagnostics: rows, summary })
  },
}
