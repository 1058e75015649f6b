import { isCompletedElsewhere } from '../flux/completed-elsewhere.ts'
import { fluxMinor } from '../flux/flux-version.ts'
import { type ImageObject, imageObjects } from '../flux/schema/image-objects.ts'
import { imageGroup, isKindName, type KindName, kinds, momentOf } from '../flux/schema/kinds.ts'
import { objectSchema } from '../flux/schema/object-schema.ts'
import { type Problem, problems } from '../flux/schema/problems.ts'
import { type RuleProblem, ruleProblems } from '../flux/schema/rule-problems.ts'
import { isApiVersion, type Moment } from '../flux/schema/schema.ts'
import type { Snapshot } from '../flux/snapshot.ts'
import type { SourceFile } from '../flux/source-file.ts'
import { field } from '../text/node.ts'

/** A problem, and whose it is. */
export type Found<T> = T & { readonly kind: KindName; readonly moment: Moment; readonly object: ImageObject }

/** What the definitions do not allow of a file's objects. What is missing counts only where nothing else can bring it. */
export function* schemaProblems(file: SourceFile, { files, rules }: Snapshot): Iterable<Found<Problem>> {
  for (const known of knownObjects(file, rules.fluxVersion)) {
    const { object, kind, moment } = known
    const place = { path: '', span: object.kind.span }
    let isPartial: boolean | undefined
    for (const problem of problems(object.node, objectSchema(kind), place, moment)) {
      if (problem.problem === 'required') {
        isPartial ??= isCompletedElsewhere(files, file.path, kind)
        if (isPartial) continue
      }
      yield { ...problem, ...known }
    }
  }
}

/** The broken rules of a file's ImagePolicies. */
export function* brokenRules(file: SourceFile, { files, rules }: Snapshot): Iterable<Found<RuleProblem>> {
  for (const known of knownObjects(file, rules.fluxVersion)) {
    const { object, kind, moment } = known
    const spec = field(object.node, 'spec')
    if (spec?.kind !== 'mapping') continue
    for (const problem of ruleProblems(spec, kinds[kind].spec, moment))
      if (!problem.isByAbsence || !isCompletedElsewhere(files, file.path, kind))
        yield { ...problem, ...known }
  }
}

/** The objects whose kind and API version are described, with the moment they are held to. */
function knownObjects({ facts }: SourceFile, fluxVersion: string) {
  const flux = fluxMinor(fluxVersion)
  return facts.documents.flatMap(imageObjects).flatMap(object => {
    const { kind, group, version } = object
    if (group !== imageGroup || !isKindName(kind.text) || !isApiVersion(version)) return []
    return [{ object, kind: kind.text, moment: momentOf(kind.text, version, flux) }]
  })
}
