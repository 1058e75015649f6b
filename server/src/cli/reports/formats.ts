import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { jsonReport } from './json.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import { rdjson } from './rdjson.ts'
import type { ReportFormat } from './report.ts'
import { sarif } from './sarif.ts'
import { text } from './text.ts'

/** What `check --format` takes, the default first. A new format is a file and a row here. */
export const reportFormats: readonly [ReportFormat, ...ReportFormat[]] = [
  text,
  jsonReport,
  sarif,
  github,
  gitlab,
  junit,
  rdjson,
  markdown,
]
