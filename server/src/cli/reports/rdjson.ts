import type { Severity } from '../../ide/answers.ts'
import { json } from '../printed.ts'
import type { Report, ReportFormat } from './report.ts'

/** Reviewdog's diagnostic format. Certain fixes within the file are suggestions. */
export const rdjson: ReportFormat = {
  name: 'rdjson',
  print: report => {
    const diagnostics = report.diagnostics.map(({ found, start, end, help }) => ({
      message: found.message,
      location: { path: found.path, range: { start, end } },
      severity: severities[found.severity],
      code: { value: found.code, url: help },
      ...suggestions(report, found),
    }))
    const source = { name: 'fluxmark', url: 'https://github.com/fluxmark/fluxmark' }
    return json({ source, diagnostics })
  },
}

const severities: Readonly<Record<Severity, string>> = {
  error: 'ERROR',
  warning: 'WARNING',
  information: 'INFO',
  hint: 'INFO',
}

/** A fix is one suggestion only where it is one edit: reviewdog takes each for itself. */
function suggestions({ place }: Report, { path, fixes }: Report['diagnostics'][number]['found']) {
  const list = fixes.flatMap(({ edits: [edit, ...others] }) =>
    edit === undefined || others.length > 0 || edit.path !== path
      ? []
      : [
          {
            range: { start: place(path, edit.span[0]), end: place(path, edit.span[1]) },
            text: edit.newText,
          },
        ],
  )
  return list.length > 0 ? { suggestions: list } : {}
}
