import {
  type Command,
  type LanguageStatusItem,
  type LanguageStatusSeverity,
  type LogOutputChannel,
  window,
} from 'vscode'
import { forMessage, shown } from '../../../server/src/text/foreign.ts'

/** What a status item says. */
export interface Status {
  readonly busy: boolean
  readonly severity: LanguageStatusSeverity
  readonly text: string
  readonly detail: string
  readonly command: Command
}

/** Sets a status item. Nothing in its texts is a link or an icon. */
export function setStatus(item: LanguageStatusItem, { busy, severity, text, detail, command }: Status): void {
  item.busy = busy
  item.severity = severity
  item.text = forMessage(text)
  item.detail = forMessage(detail)
  item.command = command
}

/** An output channel with levels; what is hidden in a text is shown in it. */
export function createLog(name: string): LogOutputChannel {
  const output = window.createOutputChannel(name, { log: true })
  const through =
    (write: (message: string, ...more: unknown[]) => void) =>
    (message: string, ...more: unknown[]) =>
      write.call(output, shown(message), ...more)
  return Object.create(output, {
    trace: { value: through(output.trace) },
    debug: { value: through(output.debug) },
    info: { value: through(output.info) },
    warn: { value: through(output.warn) },
    append: { value: through(output.append) },
    appendLine: { value: through(output.appendLine) },
    error: {
      value: (message: string | Error, ...more: unknown[]) =>
        output.error(typeof message === 'string' ? shown(message) : message, ...more),
    },
  }) as LogOutputChannel
}
