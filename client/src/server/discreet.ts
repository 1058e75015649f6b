import type { LogOutputChannel } from 'vscode'
import { withoutSecrets } from './without-secrets.ts'

/** The same channel, but what the language client traces there passes by `withoutSecrets`. */
export function discreet(output: LogOutputChannel): LogOutputChannel {
  const trace = (message: string, ...more: unknown[]) => output.trace(withoutSecrets(message), ...more)
  return Object.create(output, { trace: { value: trace } }) as LogOutputChannel
}
