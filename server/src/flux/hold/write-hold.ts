import { groupBy } from '../../text/group-by.ts'
import { type Snapshot, withFiles } from '../workspace/snapshot.ts'
import type { PlacedHoldChange } from './field-changes.ts'
import { forgotten } from './forget.ts'
import type { Held } from './hold.ts'
import { type HoldRefusal, refusal } from './refusal.ts'
import { type HoldEdit, remembered } from './remember.ts'

/** The files as changes leave them, each change with its comment. */
export interface WrittenHold {
  readonly texts: ReadonlyMap<string, string>
  readonly edits: readonly HoldEdit[]
}

/**
 * Makes the changes of a hold, each place once, with comments that undo them: a file that would not come back to the
 * letter, or that would not parse, is refused.
 */
export function writeHold(
  snapshot: Snapshot,
  changes: readonly PlacedHoldChange[],
  note: Held,
): WrittenHold | HoldRefusal {
  const texts = new Map<string, string>()
  const edits: HoldEdit[] = []
  const byHand = (path: string, why: string) => refusal('state', `${path} ${why}. Change it by hand.`)
  const byFile = groupBy(distinct(changes), ({ path }) => path)
  for (const [path, ofFile] of [...byFile].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const file = snapshot.files.get(path)
    if (file === undefined) return byHand(path, 'is not read')
    const held = remembered(file, ofFile, note)
    if (held === undefined) return byHand(path, 'is JSON, in which no comment can remember a hold')
    const back = forgotten(
      path,
      held.text,
      ({ note: one }) => one.target === note.target && one.since === note.since,
    )
    if (!('text' in back) || back.text !== file.text)
      return byHand(path, 'could not be given back as it is when the hold is released')
    texts.set(path, held.text)
    edits.push(...held.edits)
  }
  const after = withFiles(snapshot, texts)
  for (const path of texts.keys())
    if (brokenMore(snapshot, after, path)) return byHand(path, 'would no longer be read by Flux')
  return { texts, edits }
}

/** Whether a file parses in one snapshot, and no longer in another. */
export function brokenMore(before: Snapshot, after: Snapshot, path: string): boolean {
  const errors = ({ files }: Snapshot) => {
    const facts = files.get(path)?.facts
    return (facts?.documents.flatMap(one => one.errors).length ?? 0) + (facts?.brokenObjects.length ?? 0)
  }
  return errors(after) > errors(before)
}

/** Forms of an object share fields: a place is changed once. */
function distinct(changes: readonly PlacedHoldChange[]): readonly PlacedHoldChange[] {
  return [...new Map(changes.map(change => [JSON.stringify(change), change])).values()]
}
