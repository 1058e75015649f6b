import { isUpdateFile } from '../automation/update-path.ts'
import type { Profile } from '../project/project-settings.ts'
import type { Installed } from '../version/installed.ts'
import { type Facts, readFacts } from './facts.ts'

/** One file of the workspace; `path` is relative to the repository's root, with `/`. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly facts: Facts
  /**
   * Whether the text may hold an object that decides over image automation: one of its kinds, or what places
   * and substitutes them. Seen from the text alone: most manifests need not be parsed to know that they do not.
   */
  readonly mayDecide: boolean
  /** Whether it is longer than `maxLength`: nothing of it is read. */
  readonly isTooLong: boolean
  /** The other tool that applies files, of which the text seems to hold an object. */
  readonly otherTool: OtherTool | undefined
}

export type OtherTool = 'a ResourceSet' | 'Argo CD' | 'Terraform'

const decisive =
  /\b(?:image|kustomize|source|notification)\.toolkit\.fluxcd\.io\b|\bkind: FluxInstance\b|\bkind["']?:\s*["']?(?:ConfigMap|Namespace|Image(?:Policy|Repository|UpdateAutomation)|\w*List)\b/

/** What is longer, in UTF-16 units, is not parsed: no manifest is, and it would hold up everything else for seconds. */
export const maxLength: number = 4 * 1024 * 1024

export function sourceFile(path: string, text: string): SourceFile {
  return new LazyFile(path, text)
}

/** A class for the reason that `facts.ts` gives. */
class LazyFile implements SourceFile {
  readonly path: string
  readonly text: string
  readonly isTooLong: boolean
  readonly facts: Facts
  #mayDecide: boolean | undefined
  /** Null: none. */
  #otherTool: OtherTool | null | undefined

  constructor(path: string, text: string) {
    this.path = path
    this.text = text
    this.isTooLong = text.length > maxLength
    const read = this.isTooLong ? '' : text
    this.facts = isUpdateFile(path) ? readFacts(read) : factsWithoutMarkers(path, read)
  }

  get mayDecide(): boolean {
    this.#mayDecide ??= isKustomizationFile(this.path) || (!this.isTooLong && decisive.test(this.text))
    return this.#mayDecide
  }
  get otherTool(): OtherTool | undefined {
    if (this.#otherTool === undefined) this.#otherTool = otherToolIn(this.path, this.text) ?? null
    return this.#otherTool ?? undefined
  }
}

function otherToolIn(path: string, text: string): OtherTool | undefined {
  if (path.endsWith('.tf')) return /\b(?:kubectl|kubernetes)_manifest\b/.test(text) ? 'Terraform' : undefined
  if (/^kind: ["']?ResourceSet\b/m.test(text)) return 'a ResourceSet'
  // Not what else is of the same group, such as Rollouts and Workflows.
  const isArgo =
    /^apiVersion: ["']?argoproj\.io\//m.test(text) && /^kind: ["']?Application(?:Set)?\b/m.test(text)
  return isArgo ? 'Argo CD' : undefined
}

function isKustomizationFile(path: string): boolean {
  return /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path)
}

/** A file that Flux does not open for markers may still hold resources, if it is YAML or JSON at all. */
function factsWithoutMarkers(path: string, text: string): Facts {
  return readFacts(/\.(?:ya?ml|json)$/i.test(path) ? text : '', false)
}

/** What of the user's settings changes an answer. */
export interface Rules {
  /** The Flux version the cluster runs: `2.9`, or `auto`. */
  readonly fluxVersion: string
  /** The namespace of resources whose files name none. */
  readonly defaultPolicyNamespace?: string
  /** Which house rules are on. */
  readonly profile?: Profile
  /** What live clusters run, while they are shown: where `fluxVersion` is `auto` and no file tells. */
  readonly installed?: readonly Installed[]
}
