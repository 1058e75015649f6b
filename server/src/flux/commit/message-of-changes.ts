import { type Change, isMarked, type MarkedChange } from '../automation/changes.ts'
import { pendingChanges } from '../automation/pending-changes.ts'
import { updatePath } from '../automation/update-path.ts'
import { formatSetter, partOf } from '../markers/setter.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { latestRef } from '../selection/resolve.ts'
import { fluxVersionAt } from '../version/flux-version-at.ts'
import { policies, repositories, type Snapshot } from '../workspace/snapshot.ts'
import type { MessageChange } from './message-change.ts'
import type { MessageData } from './message-data.ts'

/** What an automation renders its commit message from, for changes that it makes; of no automation where there is none. */
export function messageOfChanges(
  snapshot: Snapshot,
  automation: Placed<ImageUpdateAutomation> | undefined,
  changes: readonly Change[],
): MessageData {
  const folder = automation ? updatePath(automation.resource.path) : ''
  return messageData(
    automation,
    changes.filter(isMarked).map(change => ({
      file: change.path.startsWith(`${folder}/`) ? change.path.slice(folder.length + 1) : change.path,
      object: change.object,
      setter: formatSetter(change.setter),
      old: change.oldValue,
      new: change.newValue,
      image: wholeImage(snapshot, change),
    })),
    fluxVersionAt(snapshot, automation?.path ?? changes[0]?.path ?? ''),
  )
}

/** The same, of changes as Flux tells them, and as this version of Flux renders it. */
export function messageData(
  automation: Placed<ImageUpdateAutomation> | undefined,
  changes: readonly MessageChange[],
  flux: string,
): MessageData {
  const values = automation?.resource.messageTemplateValues
  return {
    flux,
    automationObject: { namespace: automation?.namespace ?? '', name: automation?.resource.name ?? '' },
    changes,
    values: values && values.size > 0 ? Object.fromEntries(values) : null,
  }
}

/** The image of which a change writes a part; the part alone where the files do not tell the rest. */
function wholeImage(snapshot: Snapshot, { setter, newValue }: MarkedChange): string {
  if (setter.part === 'image') return newValue
  const latest = latestRef(snapshot, setter.policy)
  if (latest.state === 'latest' && partOf(latest.ref, setter.part) === newValue)
    return partOf(latest.ref, 'image')
  // The user chose another tag than the policy does.
  const [policy] = policies(snapshot, setter.policy)
  const [repository] = policy ? repositories(snapshot, policy) : []
  const name = repository?.resource.image?.value
  if (name === undefined || setter.part === 'name') return newValue
  return setter.part === 'tag' ? `${name}:${newValue}` : `${name}@${newValue}`
}

/** What an automation would commit now, as the data of its message; undefined where that is nothing. */
export function pendingMessage(
  snapshot: Snapshot,
  automation: Placed<ImageUpdateAutomation>,
): MessageData | undefined {
  const changes = pendingChanges(snapshot, automation)
  return changes.length === 0 ? undefined : messageOfChanges(snapshot, automation, changes)
}
