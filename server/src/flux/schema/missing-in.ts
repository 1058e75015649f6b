import { isFatal } from '../../kustomize/build/problem.ts'
import type { Mapping } from '../../text/node.ts'
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
  { effective, index }: Snapshot,
  file: string,
  { span }: Mapping,
  isMissing: (object: Mapping) => boolean,
): Lack | undefined {
  const forms = [...index.placed].filter(
    ([{ place }]) => place.file === file && place.span[0] <= span[0] && span[1] <= place.span[1],
  )
  const isBroken = (name: string) =>
    [effective.roots.get(name), ...effective.fluxRoots].some(
      root => root !== undefined && root.name === name && root.problems.some(isFatal),
    )
  const lacking = forms.filter(
    ([{ body, doubts }, { via }]) =>
      doubts.length === 0 && !via.some(isBroken) && isMissing(objectNode(body, file, span)),
  )
  if (lacking.length === 0) return undefined
  return { via: lacking.flatMap(([, { via }]) => via), isEverywhere: lacking.length === forms.length }
}
