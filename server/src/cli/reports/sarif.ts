import type { Edit, Severity } from '../../ide/answers.ts'
import { codes } from '../../ide/checks.ts'
import { manualPage } from '../../ide/texts/manual-page.ts'
import type { Span } from '../../text/span.ts'
import { json } from '../printed.ts'
import type { Report, Reported, ReportFormat } from './report.ts'

/** SARIF 2.1.0 (OASIS): rules with their help, fingerprints, related places, fixes. */
export const sarif: ReportFormat = {
  name: 'sarif',
  print: report => {
    const used = [...new Set(report.diagnostics.map(({ found }) => found.code))].sort()
    const log = {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Fluxmark',
              informationUri: 'https://github.com/fluxmark/fluxmark',
              rules: used.map(rule),
            },
          },
          columnKind: 'utf16CodeUnits',
          results: report.diagnostics.map(one => result(report, one, used.indexOf(one.found.code))),
        },
      ],
    }
    return json(log)
  },
}

function rule(id: string) {
  const { flux = id, severity = 'error' as const } = codes.find(({ code }) => code === id) ?? {}
  const name = id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())
  return {
    id,
    name,
    shortDescription: { text: flux },
    helpUri: manualPage(id),
    defaultConfiguration: { level: levels[severity] },
  }
}

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
}

function result(report: Report, { found, fingerprint }: Reported, ruleIndex: number) {
  const { code, severity, message, path, span, related, fixes } = found
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: location(report, path, span) }],
    partialFingerprints: { 'fluxmark/v1': fingerprint },
    ...(related.length > 0
      ? {
          relatedLocations: related.map((place, at) => ({
            id: at,
            physicalLocation: location(report, place.path, place.span),
            message: { text: place.message },
          })),
        }
      : {}),
    ...(fixes.length > 0
      ? {
          fixes: fixes.map(({ title, edits }) => ({
            description: { text: title },
            artifactChanges: artifactChanges(report, edits),
          })),
        }
      : {}),
  }
}

function location(report: Report, path: string, span: Span) {
  return { artifactLocation: artifact(path), region: region(report, path, span) }
}

function artifactChanges(report: Report, edits: readonly Edit[]) {
  return [...new Set(edits.map(({ path }) => path))].map(path => ({
    artifactLocation: artifact(path),
    replacements: edits
      .filter(edit => edit.path === path)
      .map(({ span, newText }) => ({
        deletedRegion: region(report, path, span),
        insertedContent: { text: newText },
      })),
  }))
}

function artifact(path: string) {
  return { uri: path.split('/').map(encodeURIComponent).join('/') }
}

function region({ place }: Report, path: string, [from, to]: Span) {
  const [start, end] = [place(path, from), place(path, to)]
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column }
}
