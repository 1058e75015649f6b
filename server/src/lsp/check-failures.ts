import type { Connection } from 'vscode-languageserver'
import type { CheckFailure } from '../ide/diagnostics.ts'
import { checkFailed } from '../ide/texts/check-failed.ts'
import { log, say } from './messages.ts'

/** Takes note of checks that threw: each with its stack in the log, and once a check in one line for the user. */
export function checkFailures(connection: Connection): (failure: CheckFailure) => void {
  const logged = new Set<string>()
  const shown = new Set<string>()
  return failure => {
    const { error, code } = failure
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const entry = `${checkFailed(failure)}\n${stack}`
    if (!logged.has(entry)) log(connection, 'error', entry)
    logged.add(entry)
    if (!shown.has(code)) say(connection, 'warning', checkFailed(failure))
    shown.add(code)
  }
}
