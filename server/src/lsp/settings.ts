import { type Forge, forges } from '../flux/commit/forge.ts'
import { type Profile, profiles } from '../flux/project/project-settings.ts'
import type { Rules } from '../flux/workspace/source-file.ts'
import type { Severity } from '../ide/answers.ts'
import { codes } from '../ide/checks.ts'
import type { SeverityOverrides } from '../ide/diagnostics.ts'

/** What of `fluxmark.*` the server uses. Defaults are those of package.json. */
export interface Settings {
  readonly networkEnabled: boolean
  readonly fluxVersion: string
  readonly defaultPolicyNamespace: string
  readonly diagnostics: SeverityOverrides
  /** `diagnosticMode`: whether files that are not open are reported, too. */
  readonly diagnosticMode: 'workspace' | 'openFilesOnly'
  /** `profile`; absent for `auto`, which leaves it to the project file. */
  readonly profile?: Profile
  /** `commit.messageTemplate`: in place of the automation's; absent where it is empty. */
  readonly messageTemplate?: string
  /** `inlayHints.enabled`, `codeLens.enabled`: what is shown inside texts. */
  readonly inlayHints: boolean
  readonly codeLens: boolean
  /** `git.engine`: which writer commits. */
  readonly gitEngine: 'auto' | 'builtin' | 'system'
  /** `git.forges`: what serves a Git host of one's own. */
  readonly forges: Readonly<Record<string, Forge>>
  /** `pullRequest.labels`, `pullRequest.reviewers`. */
  readonly labels: readonly string[]
  readonly reviewers: readonly string[]
  /** A tag list older than this is asked for anew, in milliseconds. */
  readonly maxAge: number
  /** `fluxmark.registries` as it is written: per host, what only the user's machine may say. */
  readonly registries: Readonly<Record<string, unknown>>
  /** Globs of `files.exclude` that are on. */
  readonly exclude: readonly string[]
  /** `http.*`: how the user's network is reached. */
  readonly proxy: Proxy
}

/** The editor's `http.*` settings. */
export interface Proxy {
  readonly url?: string
  readonly noProxy?: readonly string[]
  readonly authorization?: string
  readonly strictSSL?: boolean
  readonly support?: string
  readonly systemCertificates?: boolean
}

const engines = ['auto', 'builtin', 'system'] as const

const severities: ReadonlySet<string> = new Set(['off', 'hint', 'information', 'warning', 'error'])

/** What a schema of the three kinds would find as well. */
const schemaCodes: readonly string[] = codes.flatMap(({ code }) => (code.startsWith('schema-') ? [code] : []))

/** The sections that are pulled, in the order in which `readSettings` takes them. */
export const sections: readonly string[] = ['fluxmark', 'files.exclude', 'http']

/** Reads the sections as an editor sends them. What is of a wrong type counts as absent. */
export function readSettings([section, exclude, http]: readonly unknown[]): Settings {
  const overrides = entries(at(section, 'diagnostics')).flatMap(([code, severity]) =>
    typeof severity === 'string' && severities.has(severity)
      ? [[code, severity as Severity | 'off'] as const]
      : [],
  )
  // An editor that knows of another extension for schemas says `off` in place of `auto`.
  const silent = at(section, 'schemaValidation') === 'off' ? schemaCodes : []
  const profile = profiles.find(one => one === at(section, 'profile'))
  const messageTemplate = text(at(section, 'commit', 'messageTemplate'))
  return {
    ...(messageTemplate === '' ? {} : { messageTemplate }),
    ...(profile === undefined ? {} : { profile }),
    networkEnabled: at(section, 'network', 'enabled') !== false,
    diagnosticMode: at(section, 'diagnosticMode') === 'openFilesOnly' ? 'openFilesOnly' : 'workspace',
    inlayHints: at(section, 'inlayHints', 'enabled') !== false,
    codeLens: at(section, 'codeLens', 'enabled') !== false,
    gitEngine: engines.find(engine => engine === at(section, 'git', 'engine')) ?? 'auto',
    forges: Object.fromEntries(
      entries(at(section, 'git', 'forges')).flatMap(([host, forge]) =>
        forges.filter(known => known === forge).map(known => [host, known] as const),
      ),
    ),
    labels: texts(at(section, 'pullRequest', 'labels')),
    reviewers: texts(at(section, 'pullRequest', 'reviewers')),
    fluxVersion: text(at(section, 'fluxVersion')) || 'auto',
    defaultPolicyNamespace: text(at(section, 'defaultPolicyNamespace')),
    diagnostics: new Map([...silent.map(code => [code, 'off'] as const), ...overrides]),
    maxAge: minutes(at(section, 'cache', 'maxAge')) * 60_000,
    registries: Object.fromEntries(entries(at(section, 'registries'))),
    exclude: entries(exclude).flatMap(([glob, isOn]) => (isOn === true ? [glob] : [])),
    proxy: readProxy(http),
  }
}

/** What of the settings changes an answer. */
export function rulesOf({ fluxVersion, defaultPolicyNamespace, profile }: Settings): Rules {
  return {
    fluxVersion,
    ...(defaultPolicyNamespace ? { defaultPolicyNamespace } : {}),
    ...(profile ? { profile } : {}),
  }
}

/** Whether new settings change what is read or how hosts are reached, which is settled when a folder is opened. */
export function opensAnew(before: Settings, now: Settings): boolean {
  const fixed = ({ registries, exclude, proxy }: Settings) => JSON.stringify([registries, exclude, proxy])
  return fixed(before) !== fixed(now)
}

function readProxy(http: unknown): Proxy {
  const noProxy = at(http, 'noProxy')
  const [url, authorization, support] = ['proxy', 'proxyAuthorization', 'proxySupport'].map(name =>
    text(at(http, name)),
  )
  const [strictSSL, systemCertificates] = ['proxyStrictSSL', 'systemCertificates'].map(name => at(http, name))
  return {
    ...(url ? { url } : {}),
    ...(authorization ? { authorization } : {}),
    ...(support ? { support } : {}),
    ...(Array.isArray(noProxy) ? { noProxy: noProxy.map(String) } : {}),
    ...(typeof strictSSL === 'boolean' ? { strictSSL } : {}),
    ...(typeof systemCertificates === 'boolean' ? { systemCertificates } : {}),
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

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string' && one.trim() !== '') : []
}

function minutes(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 10
}
