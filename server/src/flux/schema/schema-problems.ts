import { field, type Mapping, type Node } from '../../text/node.ts'
import {
  type ImageResource,
  imageGroup,
  isKindName,
  type KindName,
  kinds,
  momentOf,
} from '../resources/kinds.ts'
import { objectNode } from '../resources/value-node.ts'
import { definitionsAt } from '../version/flux-version-at.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import { type ImageObject, objectsIn } from './image-objects.ts'
import { keyBefore } from './key-before.ts'
import { type Lack, missingIn } from './missing-in.ts'
import { objectSchema } from './object-schema.ts'
import { problems, type SchemaProblem } from './problems.ts'
import { type RuleProblem, ruleProblems } from './rule-problems.ts'
import { type ApiVersion, type FluxMinor, isApiVersion, type Moment } from './schema.ts'

/** A problem, and whose it is. */
export type Found<T> = T & Known

/** What the definitions do not allow of a file's objects. What is missing is so in the file: others may bring it. */
export function schemaProblems(file: SourceFile, snapshot: Snapshot): readonly Found<SchemaProblem>[] {
  return knownObjects(file, snapshot).flatMap(known =>
    problemsOf(known.object.node, known).map(problem => ({ ...problem, ...known })),
  )
}

/**
 * What the definitions do not allow in what clusters receive, as far as it is written in this file, in place of the
 * problems of the objects as they stand there. `resources` are those of `resourcesAt`, `found` the problems as written.
 */
export function placedProblems(
  file: SourceFile,
  snapshot: Snapshot,
  resources: readonly ImageResource[],
  found: readonly Found<SchemaProblem>[],
): readonly Found<SchemaProblem>[] {
  const own = new Set(file.facts.resources.map(({ node }) => node))
  const read = new Set(resources.map(({ node }) => node))
  const written = found.filter(
    one =>
      !own.has(one.object.node) ||
      read.has(one.object.node) ||
      (!isOfValue(one) && isReceived(one, file, snapshot)),
  )
  const changed = resources.flatMap(({ node }) => (own.has(node) ? [] : objectsIn(node)))
  const placed = knownOf(changed, file.path, snapshot).flatMap(known =>
    problemsOf(known.object.node, known)
      .filter(problem => problem.problem !== 'required' && !elsewhereOf(problem))
      .map(problem => ({ ...atItsKey(problem, file.text), ...known })),
  )
  const isWritten = ({ problem, span }: SchemaProblem) =>
    written.some(one => one.problem === problem && one.span[0] === span[0])
  return [...written, ...placed.filter(one => isOfValue(one) || !isWritten(one))]
}

/** Whether some cluster receives a problem of one of the file's objects; so it is where none receives the object. */
function isReceived(one: Found<SchemaProblem>, { path, text }: SourceFile, snapshot: Snapshot): boolean {
  if (one.problem === 'required') return true
  const { node } = one.object
  const forms = (snapshot.index.writtenIn.get(path) ?? []).filter(
    ([, { resource }]) => resource.node === node,
  )
  const isSame = ({ problem, path: at }: SchemaProblem) => problem === one.problem && at === one.path
  return (
    forms.length === 0 ||
    forms.some(([{ body }]) => problemsOf(objectNode(body, path, node.span, text), one).some(isSame))
  )
}

/** Where what is wrong is written, if that is another file than the object's. */
export function elsewhereOf(problem: SchemaProblem): Node['elsewhere'] {
  if (problem.problem === 'required') return undefined
  return (problem.problem === 'unknown-field' ? problem.entry.key : problem.node).elsewhere
}

/** A patch's own values know their places, and its keys do not. */
function atItsKey(problem: SchemaProblem, text: string): SchemaProblem {
  const span =
    problem.problem === 'unknown-field' ? keyBefore(text, problem.name, problem.entry.key.span) : undefined
  return span && problem.problem === 'unknown-field'
    ? { ...problem, span, entry: { ...problem.entry, key: { ...problem.entry.key, span } } }
    : problem
}

/**
 * What the definitions do not allow of one resource as clusters receive it. `found` are the problems of the object as
 * it stands in its file; of these stays what is so in both.
 */
export function formProblems(
  path: string,
  snapshot: Snapshot,
  { node }: ImageResource,
  found: readonly Found<SchemaProblem>[],
): readonly Found<SchemaProblem>[] {
  const placed = knownOf(objectsIn(node), path, snapshot).flatMap(known =>
    problemsOf(node, known).map(problem => ({ ...problem, ...known })),
  )
  const named = ({ problem, path: at }: SchemaProblem) => `${problem} ${at}`
  const still = new Set(placed.map(named))
  const written = found.filter(one => !isOfValue(one) && still.has(named(one)))
  const known = new Set(written.map(named))
  return [...written, ...placed.filter(one => one.problem !== 'required' && !known.has(named(one)))]
}

/** What the definitions of another API version do not allow of an object, and those of its own do. */
export function problemsOfOtherVersion(
  { node }: ImageObject,
  kind: KindName,
  { own, other, flux }: { readonly own: string; readonly other: ApiVersion; readonly flux: FluxMinor },
): readonly SchemaProblem[] {
  const at = (api: ApiVersion) =>
    problems(node, objectSchema(kind), { path: '', span: node.span }, momentOf(kind, api, flux))
  const known = new Set(isApiVersion(own) ? at(own).map(({ problem, path }) => `${problem} ${path}`) : [])
  return at(other).filter(({ problem, path }) => !known.has(`${problem} ${path}`))
}

/** A problem with a value of the right type. */
function isOfValue(problem: SchemaProblem): problem is Extract<SchemaProblem, { readonly limits: unknown }> {
  return problem.problem === 'enum' || problem.problem === 'pattern' || problem.problem === 'limit'
}

/** A field that an object lacks, and in which of its forms. */
export type MissingField = Found<Required> & Lack

/** What of the problems is missing from what clusters receive too. */
export function missingFields(
  file: SourceFile,
  snapshot: Snapshot,
  found: readonly Found<SchemaProblem>[],
): readonly MissingField[] {
  return found.flatMap(found => {
    if (found.problem !== 'required') return []
    const lack = missingIn(snapshot, file.path, found.object.node, object =>
      problemsOf(object, found).some(({ problem, path }) => problem === 'required' && path === found.path),
    )
    return lack ? [{ ...found, ...lack }] : []
  })
}

type Required = Extract<SchemaProblem, { readonly problem: 'required' }>

/** The broken rules of a file's ImagePolicies. */
export function brokenRules(file: SourceFile, snapshot: Snapshot): readonly Found<RuleProblem>[] {
  return knownObjects(file, snapshot).flatMap(known => {
    const broken = (object: Mapping) => {
      const spec = field(object, 'spec')
      return spec?.kind === 'mapping' ? ruleProblems(spec, kinds[known.kind].spec, known.moment) : []
    }
    const { node } = known.object
    const isSoInCluster = ({ isByAbsence }: RuleProblem) =>
      !isByAbsence || missingIn(snapshot, file.path, node, object => broken(object).length > 0) !== undefined
    return broken(node)
      .filter(isSoInCluster)
      .map(problem => ({ ...problem, ...known }))
  })
}

interface Known {
  readonly object: ImageObject
  readonly kind: KindName
  readonly moment: Moment
}

function problemsOf(node: Mapping, { kind, moment, object }: Known): readonly SchemaProblem[] {
  return problems(node, objectSchema(kind), { path: '', span: object.kind.span }, moment)
}

/** The objects whose kind and API version are described, with the moment they are held to. */
function knownObjects({ path, facts }: SourceFile, snapshot: Snapshot): readonly Known[] {
  return knownOf(facts.imageObjects, path, snapshot)
}

function knownOf(objects: readonly ImageObject[], path: string, snapshot: Snapshot): readonly Known[] {
  if (objects.length === 0) return []
  const flux = definitionsAt(snapshot, path)
  return objects.flatMap(object => {
    const { kind, group, version } = object
    if (group !== imageGroup || !isKindName(kind.text) || !isApiVersion(version)) return []
    return [{ object, kind: kind.text, moment: momentOf(kind.text, version, flux) }]
  })
}
