import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Place } from '../answers.ts'
import { namedAt, occurrences } from './occurrences.ts'

/** Where the policy or repository that is named at an offset is named too: markers, references, its own manifests. */
export function references(
  snapshot: Snapshot,
  path: string,
  offset: number,
  withDeclaration: boolean,
): readonly Place[] {
  const named = namedAt(snapshot, path, offset)
  if (named === undefined) return []
  return occurrences(snapshot, named).filter(({ isDeclaration }) => withDeclaration || !isDeclaration)
}
