import type { ClientCapabilities, Connection } from 'vscode-languageserver'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { registryStatus } from '../ide/hover/registry-status.ts'
import { forMessage } from '../text/foreign.ts'
import { log } from './messages.ts'

/**
 * Tells how the registries are, whenever that changes: in the log, and to a client that announced it by
 * `experimental/serverStatus` (as rust-analyzer has it), with the `failures` besides. Its `revision` is another number
 * whenever `fluxmark.updates` may have another answer.
 */
export function createServerStatus(connection: Connection): {
  announced(capabilities: ClientCapabilities): void
  /** `also` is what such an answer is made of besides snapshots: compared by identity. */
  tell(snapshots: readonly Snapshot[], also: readonly unknown[]): void
} {
  let isWanted = false
  let last = ''
  let logged: ReadonlySet<string> = new Set()
  let known: readonly unknown[] = []
  let revision = 0

  return {
    announced(capabilities) {
      isWanted = Reflect.get(Object(capabilities.experimental), 'serverStatusNotification') === true
    },
    tell(snapshots, also) {
      const now = [
        ...snapshots.flatMap(({ files, scans, digests, details, selections, index }) => [
          ...[files, scans, digests, details, selections, index],
        ]),
        ...also,
      ]
      if (now.length !== known.length || now.some((part, at) => part !== known[at])) revision++
      known = now
      const found = registryStatus(snapshots)
      const status = found.message === undefined ? found : { ...found, message: forMessage(found.message) }
      const lines = status.failures.map(({ image, message, code }) => `${image}: ${message} (${code})`)
      for (const line of lines) if (!logged.has(line)) log(connection, 'warning', line)
      logged = new Set(lines)
      const text = JSON.stringify([status, revision])
      if (!isWanted || text === last) return
      last = text
      void connection.sendNotification('experimental/serverStatus', { ...status, quiescent: true, revision })
    },
  }
}
