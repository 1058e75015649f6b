import { placesOf } from '../automation/apply-changes.ts'
import { byPath, type Change } from '../automation/changes.ts'
import type { Skipped } from '../chain/update.ts'
import type { Failure, FailureCode } from '../failure.ts'
import { formatPolicyRef } from '../markers/setter.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { FileEdit } from './commit.ts'

/**
 * Which of these values (those that an update would write, and those that stand on disk already) a commit has to
 * change. Counted against the committed texts and not against the disk: what an update wrote that was then refused,
 * killed or overtaken by a newer tag is still to be committed. `held` is what `Git.committed` said of each file.
 * The changes' old values are the committed ones.
 */
export function uncommitted(
  snapshot: Snapshot,
  wanted: readonly Change[],
  held: ReadonlyMap<string, string | Failure>,
): { readonly changes: readonly Change[]; readonly skipped: readonly Skipped[] } {
  const changes: Change[] = []
  const skipped: Skipped[] = []
  for (const [path, ofFile] of byPath(wanted)) {
    const facts = snapshot.files.get(path)?.facts
    const text = held.get(path)
    if (facts === undefined || text === undefined) continue
    // Of a value that stands there nobody has to hear that it cannot be committed.
    const isNews = ({ oldValue, newValue }: Change) => oldValue !== newValue
    if (typeof text !== 'string') {
      for (const { edit } of ofFile.filter(isNews))
        skipped.push({ path, offset: edit.span[0], code: text.code, reason: text.message })
      continue
    }
    for (const [change, marker] of placesOf(text, facts, ofFile, () => true)) {
      const oldValue = marker?.value.scalar.text
      if (oldValue !== undefined && oldValue !== change.newValue) changes.push({ ...change, oldValue })
      else if (marker === undefined && isNews(change)) skipped.push(noPlace(change))
    }
  }
  return { changes, skipped }
}

/** For `Git.committed`: edits that accept a text in which at least one of a file's values has its place, and leave it as it is. */
export function probes(snapshot: Snapshot, wanted: readonly Change[]): readonly FileEdit[] {
  return [...byPath(wanted)].flatMap(([path, ofFile]): readonly FileEdit[] => {
    const facts = snapshot.files.get(path)?.facts
    if (facts === undefined) return []
    const edit = (text: string): string | Failure => {
      const [first] = ofFile
      const isAny = placesOf(text, facts, ofFile, () => true).some(([, place]) => place !== undefined)
      if (isAny || first === undefined) return text
      const { code, reason } = noPlace(first)
      return { code, message: reason }
    }
    return [{ path, edit }]
  })
}

function noPlace({ path, setter, edit }: Change): Skipped & { readonly code: FailureCode } {
  return {
    path,
    offset: edit.span[0],
    code: 'E_BLOB_MISMATCH',
    reason: `${path} as committed has no value${setter ? ` marked ${formatPolicyRef(setter.policy)}` : ''} at this place: commit or undo your own change of it first`,
  }
}
