import { isBeyondUs, renderMessage } from '../../flux/commit/message.ts'
import { pendingMessage } from '../../flux/commit/message-of-changes.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { isGoError } from '../../go/go-error.ts'
import type { Node } from '../../text/node.ts'
import { count, inline } from './words.ts'

/** What the automation whose object this is would say in a commit of what is outdated now; undefined where that is nothing. */
export function messagePreview(snapshot: Snapshot, object: Node): string | undefined {
  const automation = [...snapshot.index.automations.values()].flat().find(one => one.resource.node === object)
  const template = automation?.resource.messageTemplate?.value
  const data = automation && pendingMessage(snapshot, automation)
  if (data === undefined || template === undefined || template.includes('${')) return undefined
  const message = renderMessage(template, data)
  const what = count(data.changes.length, 'value')
  if (isGoError(message)) {
    const fails = isBeyondUs(message) ? 'it cannot be predicted' : 'it fails'
    return `For the ${what} outdated now ${fails}: ${inline(message.err)}`
  }
  const fence = '`'.repeat(1 + Math.max(2, ...(message.match(/`+/g) ?? []).map(run => run.length)))
  return `For the ${what} outdated now:\n\n${fence}text\n${message.trimEnd().slice(0, 2000)}\n${fence}`
}
