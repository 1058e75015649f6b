import { isJudged } from '../flux/chain/judged.ts'
import { once } from '../flux/once.ts'
import { isIgnored } from '../flux/project/is-ignored.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { Diagnostic, Severity } from './answers.ts'
import type { Check, Code, Finding } from './check.ts'
import { checks as allChecks } from './checks.ts'
import { contexts } from './context.ts'
import { ignoredCodes } from './ignored-codes.ts'

/** The setting `fluxmark.diagnostics`: a code's own severity, or silence. */
export type SeverityOverrides = ReadonlyMap<string, Severity | 'off'>

/** A check that threw: a bug of ours. Of what it checks nothing is known; all other checks stand. */
export interface CheckFailure {
  /** The first code of the check. */
  readonly code: string
  readonly path: string
  readonly error: unknown
}

interface DiagnoseOptions {
  readonly checks?: readonly Check[]
  /** Called for each check that threw, at once, and of each fix that threw, when it was asked for. */
  readonly onFailure?: (failure: CheckFailure) => void
}

/**
 * Everything that is wrong with a file, in the order of its text; nothing in a file that the project file ignores.
 * What no cluster receives, as far as the files tell, has neither errors nor warnings: they are information there.
 * `overrides` win over the severities of the project file.
 */
export function diagnostics(
  snapshot: Snapshot,
  path: string,
  overrides: SeverityOverrides = new Map(),
  options: DiagnoseOptions = {},
): readonly Diagnostic[] {
  return diagnoser(snapshot, overrides, options)(path)
}

/** The same for several files of one snapshot: what is the same for all of them is found once. */
export function diagnoser(
  snapshot: Snapshot,
  overrides: SeverityOverrides = new Map(),
  { checks = allChecks, onFailure = () => {} }: DiagnoseOptions = {},
): (path: string) => readonly Diagnostic[] {
  const { settings } = snapshot.project
  const chosen: SeverityOverrides = new Map([...settings.diagnostics, ...overrides])
  const isStrict = snapshot.rules.profile === 'strict'
  const running = checks.flatMap(({ codes, findings }) => {
    const rows = rowsOf(codes, chosen, isStrict)
    return rows.size === 0 ? [] : [{ first: codes[0]?.code ?? '', rows, findings }]
  })
  const contextOf = contexts(snapshot)
  return path => {
    const context = contextOf(path)
    if (context === undefined || isIgnored(snapshot, path)) return []
    const isSilenced = ignoredCodes(context.file.text)
    const found: Found[] = []
    for (const { first, rows, findings } of running) {
      const failed = (error: unknown): readonly [] => {
        onFailure({ code: first, path, error })
        return []
      }
      const made = attempt(() => [...findings(context)], failed)
      // Nearly always: a check costs a file nothing where it finds nothing.
      if (made.length === 0) continue
      // What several forms of an object have in common is found in each, and reported once.
      const reported = new Set<string>()
      for (const finding of made) {
        const known = rows.get(finding.code ?? first)
        const key = `${known?.code} ${finding.span.join()} ${finding.message}`
        if (reported.has(key)) continue
        reported.add(key)
        if (known && !isSilenced(known.code, finding.span[0])) found.push({ ...known, finding, failed })
      }
    }
    const isLive = isJudged(snapshot, path)
    found.sort(({ finding: { span: a } }, { finding: { span: b } }) => a[0] - b[0] || a[1] - b[1])
    const seen = new Map<string, number>()
    return found.map(one => {
      const key = `${one.code} ${one.finding.span.join()}`
      const index = seen.get(key) ?? 0
      seen.set(key, index + 1)
      return toDiagnostic(path, index, one, isLive)
    })
  }
}

interface Found extends Row {
  readonly finding: Finding
  readonly failed: (error: unknown) => readonly []
}

/** A code that is on. */
interface Row {
  readonly code: string
  readonly own: Severity
  readonly override: Severity | undefined
}

function rowsOf(
  codes: readonly Code[],
  overrides: SeverityOverrides,
  isStrict: boolean,
): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>()
  for (const { code, severity: own, default: byDefault } of codes) {
    const isOff = byDefault === 'off' || (byDefault === 'strict' && !isStrict)
    const override = overrides.get(code) ?? (isOff ? 'off' : undefined)
    if (override !== 'off') rows.set(code, { code, own, override })
  }
  return rows
}

function toDiagnostic(
  path: string,
  index: number,
  { code, own, override, finding, failed }: Found,
  isLive: boolean,
): Diagnostic {
  const { span, message, cause, alike, severity = own, fixes, related = [] } = finding
  const made = once(() => (fixes ? attempt(fixes, failed) : []))
  return {
    path,
    span,
    index,
    severity: override ?? (isLive || severity === 'hint' ? severity : 'information'),
    code,
    message,
    ...(cause === undefined ? {} : { cause }),
    ...(alike === undefined ? {} : { alike }),
    get fixes() {
      return made()
    },
    related,
  }
}

function attempt<T>(make: () => readonly T[], failed: (error: unknown) => readonly T[]): readonly T[] {
  try {
    return make()
  } catch (error) {
    return failed(error)
  }
}
