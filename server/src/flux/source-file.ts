import { type Facts, readFacts } from './facts.ts'
import { isUpdateFile } from './update-path.ts'

/** One file of the workspace; `path` is relative to the repository's root, with `/`. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly facts: Facts
}

export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, facts: isUpdateFile(path) ? readFacts(text) : factsWithoutMarkers(path, text) }
}

/** A file that Flux does not open for markers may still hold resources, if it is YAML or JSON at all. */
function factsWithoutMarkers(path: string, text: string): Facts {
  const facts = readFacts(/\.(?:ya?ml|json)$/i.test(path) ? text : '')
  return {
    get documents() {
      return facts.documents
    },
    get resources() {
      return facts.resources
    },
    get imageObjects() {
      return facts.imageObjects
    },
    get fluxVersion() {
      return facts.fluxVersion
    },
    get fluxObjects() {
      return facts.fluxObjects
    },
    markers: [],
    markedValues: [],
    nearMarkers: [],
    strayMarkers: [],
    textMarkers: [],
    problem: undefined,
  }
}

/** What of the user's settings changes an answer. */
export interface Rules {
  /** The Flux version the cluster runs: `2.9`, or `auto`. */
  readonly fluxVersion: string
  /** The namespace of resources whose files name none. */
  readonly defaultPolicyNamespace?: string
}
