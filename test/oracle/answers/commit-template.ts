import { renderMessageBytes } from '../../../server/src/flux/commit/message.ts'
import type { MessageData } from '../../../server/src/flux/commit/message-data.ts'
import { isValidUtf8, toText } from '../../../server/src/go/utf8.ts'
import type { Answer, Case } from '../compare.ts'

interface Input extends Case {
  readonly template: string
  readonly data: Omit<MessageData, 'changes'> & { readonly changes: MessageData['changes'] | null }
}

export function commitTemplate({ template, data }: Input): Answer {
  const message = renderMessageBytes(template, { ...data, changes: data.changes ?? [] })
  if (typeof message !== 'string') return message
  return isValidUtf8(message)
    ? { ok: toText(message) }
    : { okBase64: Buffer.from(message, 'latin1').toString('base64') }
}
