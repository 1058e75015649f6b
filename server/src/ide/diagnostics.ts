import { isIgnored } from '../flux/project/is-ignored.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { SourceFile } from '../flux/workspace/source-file.ts'
import type { Diagnostic, Severity } from './answers.ts'
import { checks } from './checks.ts'
import { ignoredCodes } from './ignored-codes.ts'

/** The setting `fluxmark.diagnostics`: a code's own severity, or silence. */
export type SeverityOverrides = ReadonlyMap<string, Severity | 'off'>

/**
 * Everything that is wrong with a file, in the order of its text; nothing in a file that the project file ignores.
 * `overrides` win over the severities of the project file.
 */
export function diagnostics(
  snapshot: Snapshot,
  path: string,
  overrides: SeverityOverrides = new Map(),
): readonly Diagnostic[] {
  const file = snapshot.files.get(path)
  const { settings } = snapshot.project
  if (file === undefined || isIgnored(settings, path)) return []
  const chosen: SeverityOverrides = new Map([...settings.diagnostics, ...overrides])
  const isSilenced = ignoredCodes(file.text)
  const found: Diagnostic[] = []
  for (const check of checks) {
    const override = chosen.get(check.code)
    if (override === 'off' || (override === undefined && check.default === 'off')) continue
    for (const finding of findings(check, file, snapshot)) {
      if (isSilenced(check.code, finding.span[0])) continue
      found.push({
        path,
        span: finding.span,
        severity: override ?? finding.severity ?? check.severity,
        code: check.code,
        message: finding.message,
        fixes: finding.fixes ?? [],
        related: finding.related ?? [],
      })
    }
  }
  return found.sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1])
}

function findings(check: (typeof checks)[number], file: SourceFile, snapshot: Snapshot) {
  return check.findings(file, snapshot)
}
