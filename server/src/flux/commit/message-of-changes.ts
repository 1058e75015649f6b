import type { Change } from '../automation/changes.ts'
import { pendingChanges } from '../automation/pending-changes.ts'
import { updatePath } from '../automation/update-path.ts'
import { formatSetter } from '../markers/setter.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { MessageChange, MessageData } from './message-data.ts'

/** What an automation renders its commit message from, for changes that it makes; of no automation where there is none. */
export function messageOfChanges(
  automation: Placed<ImageUpdateAutomation> | undefined,
  changes: readonly Change[],
): MessageData {
  const folder = automation ? updatePath(automation.resource.path) : ''
  return messageData(
    automation,
    changes.map(({ path, object, setter, oldValue, newValue }) => ({
      file: path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path,
      object,
      setter: formatSetter(setter),
      old: oldValue,
      new: newValue,
    })),
  )
}

/** The same, of changes as Flux tells them. */
export function messageData(
  automation: Placed<ImageUpdateAutomation> | undefined,
  changes: readonly MessageChange[],
): MessageData {
  const values = automation?.resource.messageTemplateValues
  return {
    automationObject: { namespace: automation?.namespace ?? '', name: automation?.resource.name ?? '' },
    changes,
    values: values && values.size > 0 ? Object.fromEntries(values) : null,
  }
}

/** What an automation would commit now, as the data of its message; undefined where that is nothing. */
export function pendingMessage(
  snapshot: Snapshot,
  automation: Placed<ImageUpdateAutomation>,
): MessageData | undefined {
  const changes = pendingChanges(snapshot, automation)
  return changes.length === 0 ? undefined : messageOfChanges(automation, changes)
}
