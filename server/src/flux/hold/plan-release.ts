import { type Snapshot, withFiles } from '../workspace/snapshot.ts'
import { forgotten } from './forget.ts'
import { allHeld, distinctHeld, holdsOf } from './held.ts'
import type { HeldNote } from './held-comment.ts'
import type { Held, HoldPlan } from './hold.ts'
import { type HoldRefusal, refusal } from './refusal.ts'
import type { HoldEdit } from './remember.ts'
import { brokenMore } from './write-hold.ts'

/** What undoes every hold of policies or of automations, named as `namespace:name`: every byte as it was. */
export function planRelease(
  snapshot: Snapshot,
  kind: Held['kind'],
  targets: readonly string[],
): HoldPlan | HoldRefusal {
  const free = targets.find(target => holdsOf(snapshot, kind, target).length === 0)
  if (free !== undefined) return refusal('usage', notHeld(snapshot, kind, free))
  const holds = targets.flatMap(target => holdsOf(snapshot, kind, target))
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
        `${path}: what stands below the comment about ${result.changed.note.target} was changed since: expected ${JSON.stringify(result.changed.note.now)}. Restore ${JSON.stringify(result.changed.note.was)} by hand, and remove the comment.`,
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

function notHeld(snapshot: Snapshot, kind: Held['kind'], target: string): string {
  const held = allHeld(snapshot).flatMap(one => (one.kind === kind ? [one.target] : []))
  const others =
    held.length === 0 ? 'nothing is' : `held ${held.length === 1 ? 'is' : 'are'} ${held.join(', ')}`
  const isSuspended =
    kind === 'automation' &&
    snapshot.index.automations.get(target)?.some(({ resource }) => resource.suspend) === true
  return isSuspended
    ? `${target} is suspended, but no comment remembers a hold: set spec.suspend to false by hand`
    : `${target} is not held; ${others}`
}
