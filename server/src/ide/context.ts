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
    const context = known.get(path) ?? (file && contextOf(file))
    if (context) known.set(path, context)
    return context
  }
  const contextOf = (file: SourceFile): Context => {
    const resources = once(() => resourcesAt(snapshot, file))
    const written = once(() => schemaProblems(file, snapshot))
    const problems = once(() => placedProblems(file, snapshot, resources(), written()))
    const missing = once(() => missingFields(file, snapshot, written()))
    const incomplete = once(() => incompleteBy(snapshot, file, path => of(path)?.missingFields ?? []))
    const policies = once(() => placedPolicies(file, snapshot))
    const automations = once(() => placedAutomations(file, snapshot))
    return {
      file,
      snapshot,
      of,
      get resources() {
        return resources()
      },
      get schemaProblems() {
        return problems()
      },
      get missingFields() {
        return missing()
      },
      get incomplete() {
        return incomplete()
      },
      get placedPolicies() {
        return policies()
      },
      get placedAutomations() {
        return automations()
      },
    }
  }
  return of
}
