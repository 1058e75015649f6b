import type { Change } from '../automation/changes.ts'
import { isReached } from '../automation/is-reached.ts'
import { formatPolicyRef } from '../markers/setter.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { renderMessage } from './message.ts'
import { messageOfChanges } from './message-of-changes.ts'

/**
 * The message of a commit of these changes: the template of the one automation that makes them all, rendered as
 * Flux would, or of the `chosen` one, or in its place `template`, or the project file's. An automation without a
 * template writes Flux's own text (flux-semantics §5.4). Our own words where no single automation makes the changes,
 * or Flux could not render its template.
 */
export function commitMessage(
  snapshot: Snapshot,
  changes: readonly Change[],
  template?: string,
  chosen?: Placed<ImageUpdateAutomation>,
): string {
  const [automation, another] = chosen ? [chosen] : automationsOf(snapshot, changes)
  const only = another === undefined ? automation : undefined
  const source =
    template ?? snapshot.project.settings.messageTemplate ?? only?.resource.messageTemplate?.value
  if (!source && only === undefined) return ownMessage(changes)
  const message = renderMessage(source ?? '', messageOfChanges(only, changes))
  return typeof message === 'string' && message.trim() !== '' ? message : ownMessage(changes)
}

/** The automations that make every one of the changes. */
export function automationsOf(
  snapshot: Snapshot,
  changes: readonly Change[],
): readonly Placed<ImageUpdateAutomation>[] {
  return [...snapshot.index.automations.values()]
    .flat()
    .filter(
      automation =>
        !automation.resource.suspend && changes.every(change => isReached(snapshot, automation, change)),
    )
}

/** A title that names what is new, and a line a value. */
function ownMessage(changes: readonly Change[]): string {
  const lines = changes.map(
    ({ path, oldValue, newValue }) => `- ${path}: ${oldValue === '' ? '(empty)' : oldValue} -> ${newValue}`,
  )
  const policies = new Set(changes.map(({ setter }) => formatPolicyRef(setter.policy)))
  const [first] = changes
  const title =
    policies.size === 1 && first
      ? `Update ${[...policies][0]} to ${lastPart(first.newValue)}`
      : `Update ${policies.size} images`
  return `${title}\n\n${[...new Set(lines)].join('\n')}\n`
}

/** The tag of an image, a digest whole. */
function lastPart(value: string): string {
  return value.includes('@') ? value : value.slice(value.lastIndexOf(':') + 1)
}
