import type { ClientCapabilities, Connection } from 'vscode-languageserver'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { registryStatus } from '../ide/hover/registry-status.ts'
import { forMessage } from '../text/foreign.ts'
import { log } from './messages.ts'

/**
 * Tells how the registries are, whenever that changes: in the log, and to a client that announced it by
 * `experimental/serverStatus` (as rust-analyzer has it), with the `failures` besides.
 */
export function createServerStatus(connection: Connection): {
  announced(capabilities: ClientCapabilities): void
  tell(snapshots: readonly Snapshot[]): void
} {
  let isWanted = false
  let last = ''
  let logged: ReadonlySet<string> = new Set()

  return {
    announced(capabilities) {
      isWanted = Reflect.get(Object(capabilities.experimental), 'serverStatusNotification') === true
    },
    tell(snapshots) {
      const found = registryStatus(snapshots)
      const status = found.message === undefined ? found : { ...found, message: forMessage(found.message) }
      const lines = status.failures.map(({ image, message, code }) => `${image}: ${message} (${code})`)
      for (const line of lines) if (!logged.has(line)) log(connection, 'warning', line)
      logged = new Set(lines)
      const text = JSON.stringify(status)
      if (!isWanted || text === last) return
      last = text
      void connection.sendNotification('experimental/serverStatus', { ...status, quiescent: true })
    },
  }
}
