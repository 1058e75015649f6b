import type { EffectiveResource } from '../../kustomize/build/effective-root.ts'
import { isFatal } from '../../kustomize/build/problem.ts'
import type { Mapping } from '../../text/node.ts'
import type { Placed } from '../resources/resource-index.ts'
import { objectNode } from '../resources/value-node.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** In which of its forms an object lacks something: the roots that give them. */
export interface Lack {
  /** Names of roots; empty for a manifest that stands alone. */
  readonly via: readonly string[]
  /** Whether it is so in every form. */
  readonly isEverywhere: boolean
}

/**
 * Where what a file's object lacks is lacking too in what clusters receive; undefined where kustomizations bring it in
 * every form, where they may do so, and for an object that no cluster receives: a patch, one of a
 * kustomization that does not build.
 */
export function missingIn(
  snapshot: Snapshot,
  file: string,
  { span }: Mapping,
  isMissing: (object: Mapping) => boolean,
): Lack | undefined {
  const forms = (snapshot.unanswered.recall(formsByFile).get(file) ?? []).filter(
    ([{ place }]) => place.span[0] <= span[0] && span[1] <= place.span[1],
  )
  const broken = snapshot.unanswered.recall(brokenRoots)
  const lacking = forms.filter(
    ([{ body, doubts }, { via }]) =>
      doubts.length === 0 && !via.some(name => broken.has(name)) && isMissing(objectNode(body, file, span)),
  )
  if (lacking.length === 0) return undefined
  return { via: lacking.flatMap(([, { via }]) => via), isEverywhere: lacking.length === forms.length }
}

type Form = readonly [EffectiveResource, Placed]

/** What clusters receive, by the file that it begins in. */
function formsByFile({ index }: Snapshot): ReadonlyMap<string, readonly Form[]> {
  const found = new Map<string, Form[]>()
  for (const form of index.placed) {
    const { file } = form[0].place
    const forms = found.get(file)
    if (forms) forms.push(form)
    else found.set(file, [form])
  }
  return found
}

/** Names of the roots that do not build. */
function brokenRoots({ effective }: Snapshot): ReadonlySet<string> {
  const roots = [...effective.roots.values(), ...effective.fluxRoots]
  return new Set(roots.filter(({ problems }) => problems.some(isFatal)).map(({ name }) => name))
}
