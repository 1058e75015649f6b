import { json } from './json.ts'
import type { ReportFormat } from './report.ts'
import { text } from './text.ts'

/** What `check --format` takes, the default first. A new format is a file and a row here. */
export const reportFormats: readonly [ReportFormat, ...ReportFormat[]] = [text, json]
