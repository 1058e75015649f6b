import type { Severity } from '../ide/answers.ts'
import type { SeverityOverrides } from '../ide/diagnostics.ts'

/** What of `fluxmark.*` the server uses. Defaults are those of package.json. */
export interface Settings {
  readonly networkEnabled: boolean
  readonly fluxVersion: string
  readonly defaultPolicyNamespace: string
  readonly diagnostics: SeverityOverrides
  /** A tag list older than this is asked for anew, in milliseconds. */
  readonly maxAge: number
}

const severities: ReadonlySet<string> = new Set(['off', 'hint', 'information', 'warning', 'error'])

/** Reads the `fluxmark` section as an editor sends it. What is of a wrong type counts as absent. */
export function readSettings(section: unknown): Settings {
  const overrides = entries(at(section, 'diagnostics')).flatMap(([code, severity]) =>
    typeof severity === 'string' && severities.has(severity)
      ? [[code, severity as Severity | 'off'] as const]
      : [],
  )
  return {
    networkEnabled: at(section, 'network', 'enabled') !== false,
    fluxVersion: text(at(section, 'fluxVersion')) || 'auto',
    defaultPolicyNamespace: text(at(section, 'defaultPolicyNamespace')),
    diagnostics: new Map(overrides),
    maxAge: minutes(at(section, 'cache', 'maxAge')) * 60_000,
  }
}

/** A value under a path of names; both `{a: {b}}` and `{'a.b'}` are in use among editors. */
function at(section: unknown, ...names: readonly string[]): unknown {
  const flat = entries(section).find(([name]) => name === names.join('.'))
  if (flat) return flat[1]
  let value = section
  for (const name of names) value = entries(value).find(([key]) => key === name)?.[1]
  return value
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function minutes(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 10
}
