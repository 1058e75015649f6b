import {
  LanguageModelTextPart,
  LanguageModelToolResult,
  MarkdownString,
  type PreparedToolInvocation,
} from 'vscode'
import { forMessage, shown } from '../../../server/src/text/foreign.ts'

/** What the editor shows while a tool of ours runs. Nothing in it is a link. */
export function running(title: string): PreparedToolInvocation {
  return { invocationMessage: forMessage(title) }
}

/** The same for a tool that writes: the person is asked first, and sees what would change as it is. */
export function confirmed(title: string, change: string): PreparedToolInvocation {
  const message = new MarkdownString().appendCodeblock(shown(change), 'text')
  return { ...running(title), confirmationMessages: { title: forMessage(`Fluxmark: ${title}`), message } }
}

/** What a tool answers, as an assistant reads it: JSON, in which the server has written what is hidden. */
export function toolResult(answer: unknown): LanguageModelToolResult {
  return new LanguageModelToolResult([new LanguageModelTextPart(JSON.stringify(answer))])
}
