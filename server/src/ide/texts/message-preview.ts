import { automationOf } from '../../flux/automation/automation-of.ts'
import { isBeyondUs, renderMessage } from '../../flux/commit/message.ts'
import { pendingMessage } from '../../flux/commit/message-of-changes.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { isGoError } from '../../go/go-error.ts'
import { codeBlock, type Markdown, md } from '../../text/markdown.ts'
import type { Node } from '../../text/node.ts'
import { count } from './words.ts'

/** What the automation whose object this is would say in a commit of what is outdated now; undefined where that is nothing. */
export function messagePreview(snapshot: Snapshot, object: Node): Markdown | undefined {
  const automation = automationOf(snapshot, object)
  const template = automation?.resource.messageTemplate?.value
  const data = automation && pendingMessage(snapshot, automation)
  if (data === undefined || template === undefined || template.includes('${')) return undefined
  const message = renderMessage(template, data)
  const what = count(data.changes.length, 'value')
  if (isGoError(message)) {
    const fails = isBeyondUs(message) ? 'it cannot be predicted' : 'it fails'
    return md`For the ${what} outdated now ${fails}: ${message.err}`
  }
  return md`For the ${what} outdated now:\n\n${codeBlock(message)}`
}
