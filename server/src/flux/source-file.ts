import { type Facts, readFacts } from './facts.ts'

/** One file of the workspace; `path` is relative to the repository's root, with `/`. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly facts: Facts
}

export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, facts: readFacts(text) }
}

/** What of the user's settings changes an answer. */
export interface Rules {
  /** The Flux version the cluster runs: `2.9`, or `auto`. */
  readonly fluxVersion: string
  /** The namespace of resources whose files name none. */
  readonly defaultPolicyNamespace?: string
}
