import { field, type Mapping } from '../../text/node.ts'
import { imageGroup, isKindName, type KindName, kinds, momentOf } from '../resources/kinds.ts'
import { definitionsAt } from '../version/flux-version-at.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import type { ImageObject } from './image-objects.ts'
import { type Lack, missingIn } from './missing-in.ts'
import { objectSchema } from './object-schema.ts'
import { type Problem, problems } from './problems.ts'
import { type RuleProblem, ruleProblems } from './rule-problems.ts'
import { isApiVersion, type Moment } from './schema.ts'

/** A problem, and whose it is. */
export type Found<T> = T & Known

/** What the definitions do not allow of a file's objects. What is missing is so in the file: others may bring it. */
export function schemaProblems(file: SourceFile, snapshot: Snapshot): readonly Found<Problem>[] {
  return knownObjects(file, snapshot).flatMap(known =>
    problemsOf(known.object.node, known).map(problem => ({ ...problem, ...known })),
  )
}

/** A field that an object lacks, and in which of its forms. */
export type MissingField = Found<Required> & Lack

/** What of the problems is missing from what clusters receive too. */
export function missingFields(
  file: SourceFile,
  snapshot: Snapshot,
  found: readonly Found<Problem>[],
): readonly MissingField[] {
  return found.flatMap(found => {
    if (found.problem !== 'required') return []
    const lack = missingIn(snapshot, file.path, found.object.node, object =>
      problemsOf(object, found).some(({ problem, path }) => problem === 'required' && path === found.path),
    )
    return lack ? [{ ...found, ...lack }] : []
  })
}

type Required = Extract<Problem, { readonly problem: 'required' }>

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

function problemsOf(node: Mapping, { kind, moment, object }: Known): readonly Problem[] {
  return problems(node, objectSchema(kind), { path: '', span: object.kind.span }, moment)
}

/** The objects whose kind and API version are described, with the moment they are held to. */
function knownObjects({ path, facts }: SourceFile, snapshot: Snapshot): readonly Known[] {
  if (facts.imageObjects.length === 0) return []
  const flux = definitionsAt(snapshot, path)
  return facts.imageObjects.flatMap(object => {
    const { kind, group, version } = object
    if (group !== imageGroup || !isKindName(kind.text) || !isApiVersion(version)) return []
    return [{ object, kind: kind.text, moment: momentOf(kind.text, version, flux) }]
  })
}
