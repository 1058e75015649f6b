import { type Snapshot, withFiles } from '../workspace/snapshot.ts'
import { forgotten } from './forget.ts'
import { distinctHeld, holdsOf } from './held.ts'
import type { HeldNote } from './held-comment.ts'
import type { Held, HoldPlan } from './hold.ts'
import { type Refusal, refusal } from './refusal.ts'
import type { HoldEdit } from './remember.ts'
import { brokenMore } from './write-hold.ts'

/** What undoes every hold of a policy or an automation, named as `namespace:name`: every byte as it was. */
export function planRelease(snapshot: Snapshot, kind: Held['kind'], target: string): HoldPlan | Refusal {
  const holds = holdsOf(snapshot, kind, target)
  if (holds.length === 0) {
    const suspended =
      kind === 'automation' &&
      snapshot.index.automations.get(target)?.some(({ resource }) => resource.suspend)
    return refusal(
      'usage',
      `${target} is not held${suspended ? ' by a comment that could be undone: it is suspended by hand' : ''}`,
    )
  }
  const texts = new Map<string, string>()
  const edits: HoldEdit[] = []
  const notes: HeldNote[] = []
  for (const path of new Set(holds.map(one => one.path))) {
    const text = snapshot.files.get(path)?.text ?? ''
    const spans = new Set(holds.flatMap(one => (one.path === path ? [one.comment.span[0]] : [])))
    const result = forgotten(path, text, ({ span }) => spans.has(span[0]))
    if ('changed' in result)
      return refusal(
        'state',
        `${path}: what stands below the comment about ${target} was changed since: expected ${JSON.stringify(result.changed.note.now)}. Restore ${JSON.stringify(result.changed.note.was)} by hand, and remove the comment.`,
      )
    texts.set(path, result.text)
    edits.push(...result.edits)
    notes.push(...result.notes)
  }
  const after = withFiles(snapshot, texts)
  for (const path of texts.keys())
    if (brokenMore(snapshot, after, path))
      return refusal(
        'state',
        `${path} would no longer be read by Flux: release what else is held in it first.`,
      )
  return { texts, edits, held: distinctHeld(notes), affects: [], notes: [] }
}
