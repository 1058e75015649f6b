import { once } from '../flux/once.ts'
import type { ImageResource } from '../flux/resources/kinds.ts'
import { resourcesAt } from '../flux/resources/resources-at.ts'
import type { SchemaProblem } from '../flux/schema/problems.ts'
import {
  type Found,
  type MissingField,
  missingFields,
  placedProblems,
  schemaProblems,
} from '../flux/schema/schema-problems.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { SourceFile } from '../flux/workspace/source-file.ts'
import { type Incomplete, incompleteBy } from './fixes/incomplete.ts'
import {
  type PlacedAutomation,
  type PlacedPolicy,
  placedAutomations,
  placedPolicies,
} from './placed-policies.ts'

/**
 * What checks read of one file. What several of them need is found when the first asks, once a file; what is the same
 * for every file, once for all contexts of one `contexts`.
 */
export interface Context {
  readonly file: SourceFile
  readonly snapshot: Snapshot
  /** The resources of which a value is written here, as clusters receive them; see `resourcesAt`. */
  readonly resources: readonly ImageResource[]
  readonly schemaProblems: readonly Found<SchemaProblem>[]
  readonly missingFields: readonly MissingField[]
  /** What objects of any file lack since a patch in this one does not reach them; see `incompleteBy`. */
  readonly incomplete: readonly (readonly Incomplete[])[]
  readonly placedPolicies: readonly PlacedPolicy[]
  readonly placedAutomations: readonly PlacedAutomation[]
  /** The context of another file of the same snapshot; undefined where there is none. */
  readonly of: (path: string) => Context | undefined
}

/** The contexts of a snapshot's files, each made when it is first asked for. */
export function contexts(snapshot: Snapshot): (path: string) => Context | undefined {
  const known = new Map<string, Context>()
  const of = (path: string): Context | undefined => {
    const file = snapshot.files.get(path)
    const context = known.get(path) ?? (file && new LazyContext(file, snapshot, of))
    if (context) known.set(path, context)
    return context
  }
  return of
}

/** A class for the reason that `flux/workspace/facts.ts` gives: some seventy checks read it of each file. */
class LazyContext implements Context {
  readonly file: SourceFile
  readonly snapshot: Snapshot
  readonly of: Context['of']
  readonly #resources = once(() => resourcesAt(this.snapshot, this.file))
  readonly #written = once(() => schemaProblems(this.file, this.snapshot))
  readonly #problems = once(() => placedProblems(this.file, this.snapshot, this.resources, this.#written()))
  readonly #missing = once(() => missingFields(this.file, this.snapshot, this.#written()))
  readonly #incomplete = once(() =>
    incompleteBy(this.snapshot, this.file, path => this.of(path)?.missingFields ?? []),
  )
  readonly #policies = once(() => placedPolicies(this.file, this.snapshot))
  readonly #automations = once(() => placedAutomations(this.file, this.snapshot))

  constructor(file: SourceFile, snapshot: Snapshot, of: Context['of']) {
    this.file = file
    this.snapshot = snapshot
    this.of = of
  }

  get resources(): Context['resources'] {
    return this.#resources()
  }
  get schemaProblems(): Context['schemaProblems'] {
    return this.#problems()
  }
  get missingFields(): Context['missingFields'] {
    return this.#missing()
  }
  get incomplete(): Context['incomplete'] {
    return this.#incomplete()
  }
  get placedPolicies(): Context['placedPolicies'] {
    return this.#policies()
  }
  get placedAutomations(): Context['placedAutomations'] {
    return this.#automations()
  }
}
