import { distinctHeld, holdsIn } from '../../../flux/hold/held.ts'
import { heldWords } from '../../../flux/hold/held-words.ts'
import type { Held } from '../../../flux/hold/hold.ts'
import { planRelease } from '../../../flux/hold/plan-release.ts'
import { isRefusal } from '../../../flux/hold/refusal.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { Fix } from '../../answers.ts'
import type { Check } from '../../check.ts'
import { toEdits } from '../../fixes/difference.ts'
import { visible } from '../../texts/words.ts'

/** What `hold` has left in a manifest: who reads it shall know. */
export const heldCheck: Check = {
  codes: [
    {
      code: 'held',
      severity: 'hint',
      flux: 'Flux knows nothing of a hold: it follows the range, the pattern or the exclusion list that `hold` has written, or `spec.suspend` of an automation. The comment remembers what was, and `release` restores it.',
    },
  ],
  *findings({ file, snapshot }) {
    const comments = holdsIn(snapshot, file)
    for (const held of distinctHeld(comments.map(({ note }) => note))) {
      const first = comments.find(
        ({ note }) => note.target === held.target && note.since === held.since && note.at === held.at,
      )
      if (first === undefined) continue
      yield {
        span: [first.span[0] + 2, first.span[0] + 2 + 'fluxmark-held'.length],
        message: `${visible(held.target)} ${visible(heldWords(held))}. Release it when that is over.`,
        fixes: () => release(snapshot, held),
      }
    }
  },
}

function release(snapshot: Snapshot, { kind, target }: Held): readonly Fix[] {
  const plan = planRelease(snapshot, kind, [target])
  return isRefusal(plan)
    ? []
    : [{ title: `Release ${visible(target)}`, edits: toEdits(snapshot, plan.texts), isGuess: true }]
}
