import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { addBeside, type PlacedHoldChange, setText } from './field-changes.ts'
import { formsOf } from './form.ts'
import { type HoldRefusal, isRefusal } from './refusal.ts'

/** The changes that suspend an automation, in every form that clusters have it in; those that are suspended stay. */
export function freezeChanges(
  snapshot: Snapshot,
  all: readonly Placed<ImageUpdateAutomation>[],
): readonly PlacedHoldChange[] | HoldRefusal {
  const changes: PlacedHoldChange[] = []
  for (const form of formsOf(
    snapshot,
    all.filter(({ resource }) => !resource.suspend),
  )) {
    const added = { lines: ['suspend: true'], braces: 'suspend: true' }
    const change = setText(form, ['spec', 'suspend'], 'true') ?? addBeside(form, ['spec', 'interval'], added)
    if (isRefusal(change)) return change
    changes.push(change)
  }
  return changes
}
