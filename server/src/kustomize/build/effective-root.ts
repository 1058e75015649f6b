import { followNames } from '../transform/name-references.ts'
import { jsonOf } from '../values/json-of.ts'
import { metadataMap, type Resource, withoutNotes } from '../values/resource.ts'
import type { Origin, Transformation } from '../values/transformation.ts'
import { type MapValue, textAt, type Value } from '../values/value.ts'
import { withHashedName } from './generator-hash.ts'
import { fieldOf, textOf } from './kustomization.ts'
import { placeOf } from './load-file.ts'
import type { BuildProblem, Unknown } from './problem.ts'
import { reached } from './reached.ts'
import type { Target } from './target.ts'
import { mostDepth, newWork, spend, tooLarge, type Work } from './work.ts'

/** An object as the cluster would receive it from one root. */
export interface EffectiveResource {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  /** Empty where nothing sets one: the object's own default, or whoever applies it, decides. */
  readonly namespace: string
  /** The whole object; every part knows where it was written, and what brought it. */
  readonly body: MapValue
  /** The object's JSON: the same text for the same object. */
  readonly content: string
  /** The document that the object begins as. */
  readonly place: Origin
  /** The patches and the like that changed it, first to last. */
  readonly changes: readonly Transformation[]
  /** Why it may be otherwise. Empty: it is exactly what `kustomize build` gives. */
  readonly doubts: readonly Unknown[]
}

/** What one root gives: a kustomization's folder, or a Flux Kustomization. */
export interface EffectiveRoot {
  /** The folder, or `flux:namespace/name`. */
  readonly name: string
  readonly target: Target
  readonly resources: readonly EffectiveResource[]
  /** All that is wrong in it, or in what it uses. */
  readonly problems: readonly BuildProblem[]
  readonly unknowns: readonly Unknown[]
  /** Files that exist, but whose text is not loaded. */
  readonly lacks: readonly string[]
  /** Whether there may be resources that are not known of. */
  readonly isIncomplete: boolean
  /** Steps that it took itself, beside its target. */
  readonly steps: number
}

/** Does what kustomize does last, to a target that is a root: names in references, local objects, its own notes. */
export function effectiveRoot(name: string, target: Target, work: Work = newWork()): EffectiveRoot {
  const targets = [...reached(target)]
  const problems = targets.flatMap(one => one.problems)
  // Where it lies too deep, what it uses may be too deep as well: one word is enough.
  const unknowns = target.depth > mostDepth ? target.unknowns : targets.flatMap(one => one.unknowns)
  const { nameReference } = target.config
  const named = target.resources.map(one => withHashedName(one, work.hashes))
  spend(work, named.length)
  const followed = nameReference.length > 0 ? followNames(named, nameReference, work) : undefined
  if (work.isSpent) {
    const { file } = rootPlace(target)
    const lacks = targets.flatMap(one => one.lacks)
    return givenUp({ name, target, unknowns, lacks, steps: work.steps }, file)
  }
  for (const { err } of followed?.errors ?? []) {
    problems.push({ ...rootPlace(target), code: 'kustomization-invalid', message: err })
  }
  const disorder = sortProblem(target)
  if (disorder) problems.push(disorder)
  const doubts = [...metadataDoubts(target), ...targets.flatMap(openapiDoubts)]
  const vars = varDoubts(target)
  return {
    name,
    target,
    resources: (followed?.resources ?? named)
      .filter(isForCluster)
      .map(one => finished(one, vars.length > 0 && namesVariable(one.body) ? [...doubts, ...vars] : doubts)),
    problems,
    unknowns: [...unknowns, ...doubts, ...vars],
    lacks: targets.flatMap(one => one.lacks),
    isIncomplete: target.isIncomplete,
    steps: work.steps,
  }
}

/** A root of which nothing is known, since it is too much work. */
export function givenUp(
  root: Pick<EffectiveRoot, 'name' | 'target' | 'unknowns' | 'lacks' | 'steps'>,
  file: string,
): EffectiveRoot {
  const unknowns = [...root.unknowns, tooLarge(root.target.folder, file)]
  return { ...root, unknowns, resources: [], problems: [], isIncomplete: true }
}

function rootPlace({ file, folder }: Target): Origin {
  return { file: file ?? folder, span: [0, 0] }
}

/** kustomize keeps to itself what says that it is for local use. */
function isForCluster({ body }: Resource): boolean {
  return (metadataMap(body, 'annotations').get('config.kubernetes.io/local-config') ?? 'false') === 'false'
}

/** A resource as the cluster receives it. `doubts` are those of its root. */
export function finished(resource: Resource, doubts: readonly Unknown[]): EffectiveResource {
  const { id, place, changes } = resource
  let body: MapValue | undefined
  let content: string | undefined
  return {
    apiVersion: textAt(resource.body, 'apiVersion'),
    kind: id.kind,
    name: id.name,
    namespace: id.namespace,
    place,
    changes,
    doubts: doubts.length === 0 ? resource.doubts : [...resource.doubts, ...doubts],
    get body() {
      body ??= withoutNotes(resource.body)
      return body
    },
    get content() {
      content ??= JSON.stringify(jsonOf(this.body))
      return content
    },
  }
}

/** Only a root sorts, and checks then how it is told to (kustomize `SortOrderTransformer`). */
function sortProblem({ sortOptions }: Target): BuildProblem | undefined {
  if (sortOptions === undefined) return undefined
  const order = textOf(fieldOf(sortOptions, 'order'))
  const wrong = (message: string): BuildProblem => ({
    ...placeOf(sortOptions),
    code: 'kustomization-invalid',
    message,
  })
  if (order !== 'fifo' && order !== 'legacy')
    return wrong("the field 'sortOptions.order' must be one of [fifo, legacy]")
  return order === 'fifo' && fieldOf(sortOptions, 'legacySortOptions')
    ? wrong(
        "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
      )
    : undefined
}

/** A root puts the variables of all its kustomizations into all its objects. */
function varDoubts({ vars }: Target): readonly Unknown[] {
  return vars.map(at => ({ ...placeOf(at), code: 'vars' as const, message: '`vars` are not followed' }))
}

/** Whether a text of an object may name a variable: `$(NAME)`. */
function namesVariable(value: Value): boolean {
  if (value.kind === 'scalar') return value.text.includes('$(')
  return value.kind === 'list'
    ? value.items.some(namesVariable)
    : value.entries.some(entry => namesVariable(entry.value))
}

function metadataDoubts({ buildMetadata }: Target): readonly Unknown[] {
  const message = 'the annotations and the label of `buildMetadata` are not added'
  return buildMetadata.map(at => ({ ...placeOf(at), code: 'build-metadata' as const, message }))
}

function openapiDoubts({ openapi }: Target): readonly Unknown[] {
  const message = 'how `openapi` makes patches merge lists is not followed'
  return openapi ? [{ ...placeOf(openapi), code: 'openapi', message }] : []
}
