import type { ChangeAnnotation } from 'vscode-languageserver'
import type { Change } from '../../flux/automation/changes.ts'
import { blockingLink } from '../../flux/chain/chain.ts'
import { stepKind } from '../../flux/selection/step.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { tagOf } from '../../ide/navigate/tags-at.ts'
import { forMessage } from '../../text/foreign.ts'

/** What makes one change of many worth a look of its own, for the editor to ask about; undefined where nothing does. */
export function riskOf(snapshot: Snapshot, change: Change): ChangeAnnotation | undefined {
  const { path, marker, oldValue, newValue } = change
  const blocking = blockingLink(snapshot, path, marker)
  const kind = stepKind(tagOf(oldValue), tagOf(newValue))
  const words = blocking ? `Flux would not write it: ${blocking.detail}` : steps.get(kind)
  if (words === undefined) return undefined
  const description = forMessage(`${oldValue === '' ? '(empty)' : oldValue} → ${newValue}`)
  const label = forMessage(blocking ? words : `${words}: ${tagOf(oldValue)} → ${tagOf(newValue)}`)
  return { label, description, needsConfirmation: true }
}

const steps: ReadonlyMap<string, string> = new Map([
  ['major', 'A new major version'],
  ['prerelease', 'A prerelease'],
  ['downgrade', 'An older version'],
])
