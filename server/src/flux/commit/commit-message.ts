import { type Change, subjectOf } from '../automation/changes.ts'
import { isReached } from '../automation/is-reached.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { fluxVersionsAt } from '../version/flux-version-at.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { renderMessage } from './message.ts'
import { messageOfChanges } from './message-of-changes.ts'

/**
 * The message of a commit of these changes: the template of the one automation that makes them all, rendered as
 * Flux would, or of the `chosen` one, or in its place `template`, or the project file's. An automation without a
 * template writes Flux's own text (docs/flux.md §5.4). Our own words where no single automation makes the changes,
 * or the template does not render: `replaced` then says whose and why, to be told before the message counts.
 */
export function commitMessage(
  snapshot: Snapshot,
  changes: readonly Change[],
  template?: string,
  chosen?: Placed<ImageUpdateAutomation>,
): CommitMessage {
  const [automation, another] = chosen ? [chosen] : automationsOf(snapshot, changes)
  const only = another === undefined ? automation : undefined
  const source =
    template ?? snapshot.project.settings.messageTemplate ?? only?.resource.messageTemplate?.value
  if (!source && only === undefined) return { message: ownMessage(changes) }
  const data = messageOfChanges(snapshot, only, changes)
  const message = renderMessage(source ?? '', data)
  if (typeof message === 'string' && message.trim() !== '') return { message }
  const isAutomations = source === only?.resource.messageTemplate?.value
  const whose =
    only && isAutomations
      ? `the message template of ImageUpdateAutomation ${only.namespace}:${only.resource.name}`
      : 'the message template of the settings'
  const isAssumed = fluxVersionsAt(snapshot, only?.path ?? changes[0]?.path ?? '').isAssumed
  const flux = `Flux ${data.flux}${isAssumed ? ' (assumed: set fluxVersion if it is another)' : ''}`
  const why = typeof message === 'string' ? 'the message is empty' : message.err
  return {
    message: ownMessage(changes),
    replaced: `${whose} does not render with ${flux}, and the commit gets another message: ${why}`,
  }
}

/** The words of a commit. */
export interface CommitMessage {
  readonly message: string
  /** Why the message is not that of the template. */
  readonly replaced?: string
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
  const policies = new Set(changes.map(subjectOf))
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
