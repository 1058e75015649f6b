import { emptyConfig, type TransformerConfig } from '../transform/transformer-config.ts'
import type { Resource } from '../values/resource.ts'
import type { Value } from '../values/value.ts'
import type { Fact } from './fact.ts'
import type { BuildProblem, Unknown } from './problem.ts'

/** A folder's kustomization, built, before names are hashed and notes are dropped. */
export interface Target {
  readonly folder: string
  /** The kustomization file; undefined where the folder has none, or more than one. */
  readonly file: string | undefined
  readonly isComponent: boolean
  readonly resources: readonly Resource[]
  readonly config: TransformerConfig
  /** Its own problems and those of its components; those of the kustomizations it uses are theirs. */
  readonly problems: readonly BuildProblem[]
  /** Its own, likewise: what may be missing or otherwise because the files cannot tell. */
  readonly unknowns: readonly Unknown[]
  /** Files that exist, but whose text is not loaded. */
  readonly lacks: readonly string[]
  /** Whether there may be resources that are not known of. */
  readonly isIncomplete: boolean
  /** What was read of the workspace for it, without what its `uses` read. */
  readonly facts: readonly Fact[]
  readonly uses: readonly Target[]
  /** Its folder and all that it reaches, components too. */
  readonly folders: ReadonlySet<string>
  /** Whether it leads to one that uses itself in turn. */
  readonly isCyclic: boolean
  /** How many kustomizations use one another in a row, from this one on. */
  readonly depth: number
  /** Steps that it took, without what its `uses` took. */
  readonly steps: number
  /** Whether it was too much work, or lies too deep: then it has no resources. */
  readonly isTooLarge: boolean
  /** Whether the next pass has to build it anew, though it read the same: what it is depends on other targets. */
  readonly isOfThisPass: boolean
  /** What only a root obeys. */
  readonly buildMetadata: readonly Value[]
  readonly openapi: Value | undefined
  readonly sortOptions: Value | undefined
  /** Its own variables and those of what it uses, which only a root puts in. */
  readonly vars: readonly Value[]
}

/** A target of which nothing is known, whatever the files say. */
export function nothing(folder: string, file: string | undefined): Target {
  return {
    folder,
    file,
    isComponent: false,
    resources: [],
    config: emptyConfig,
    problems: [],
    unknowns: [],
    lacks: [],
    isIncomplete: true,
    facts: [],
    uses: [],
    folders: new Set(),
    isCyclic: false,
    depth: 1,
    steps: 0,
    isTooLarge: false,
    isOfThisPass: false,
    buildMetadata: [],
    openapi: undefined,
    sortOptions: undefined,
    vars: [],
  }
}
