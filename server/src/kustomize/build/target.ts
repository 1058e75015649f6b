import type { TransformerConfig } from '../transform/transformer-config.ts'
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
  /** What only a root obeys. */
  readonly buildMetadata: readonly Value[]
  readonly openapi: Value | undefined
  readonly sortOptions: Value | undefined
  /** Its own variables and those of what it uses, which only a root puts in. */
  readonly vars: readonly Value[]
}
