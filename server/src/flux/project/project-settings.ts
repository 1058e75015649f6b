import type { Span } from '../../text/span.ts'

/** What a project file (`fluxmark.yaml`) says for everybody who works in the repository. What it does not say is absent. */
export interface ProjectSettings {
  /** A minor version such as `2.9`, or `auto`. */
  readonly fluxVersion?: string
  /** A code's own severity. */
  readonly diagnostics: ReadonlyMap<string, ProjectSeverity>
  readonly defaultPolicyNamespace?: string
  /** `commit.messageTemplate`: in place of the automation's. */
  readonly messageTemplate?: string
  readonly profile?: Profile
  readonly environments: readonly Environment[]
  /** Globs of files in which nothing is reported. Flux sees these files all the same. */
  readonly ignore: readonly string[]
}

export const projectSeverities = ['off', 'hint', 'information', 'warning', 'error'] as const
export type ProjectSeverity = (typeof projectSeverities)[number]

export const profiles = ['recommended', 'strict'] as const
export type Profile = (typeof profiles)[number]

/** The folders of the repository that one environment is made from. */
export interface Environment {
  readonly name: string
  /** Relative to the repository's root, with `/`, without `./` and without a `/` at the end. */
  readonly folders: readonly string[]
  /** The branch that the environment follows, where it is not the one that is checked out. */
  readonly branch?: string
}

/** The keys of a project file: those of the editor's settings without `fluxmark.`, and three of its own. */
export const projectKeys = [
  'fluxVersion',
  'diagnostics',
  'defaultPolicyNamespace',
  'commit.messageTemplate',
  'profile',
  'environments',
  'ignore',
] as const
export type ProjectKey = (typeof projectKeys)[number]

/** The keys of one of the `environments`. */
export const environmentKeys = ['name', 'path', 'branch'] as const

/** What is wrong with a project file, and where. */
export interface ProjectProblem {
  readonly code: 'project-file-key' | 'project-file-value' | 'project-file-twice'
  readonly path: string
  readonly span: Span
  /** A sentence: what, why, what to do. */
  readonly message: string
  /** What the text at `span` was probably meant to be. */
  readonly nearest?: string
}
