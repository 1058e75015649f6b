import type { Outgoing } from './message.ts'

/** What a core has left at the editor, and nobody would take back when it is gone. */
export interface Traces {
  note(message: Outgoing): void
  /** The messages that take it back, and the ids of the requests among them that nobody waits for. */
  takeBack(id: () => string): readonly object[]
}

export function createTraces(): Traces {
  const registrations = new Map<string, string>()
  const progress = new Set<string | number>()

  return {
    note({ method, params }) {
      if (method === 'client/registerCapability') {
        const { registrations: made } = params as { registrations: readonly { id: string; method: string }[] }
        for (const one of made) registrations.set(one.id, one.method)
      }
      if (method === '$/progress') {
        const { token, value } = params as { token: string | number; value: { kind?: string } }
        if (value.kind === 'end') progress.delete(token)
        else progress.add(token)
      }
    },
    takeBack(id) {
      // LSP spells it so.
      const unregisterations = [...registrations].map(([key, method]) => ({ id: key, method }))
      const ends = [...progress].map(token => ({
        jsonrpc: '2.0',
        method: '$/progress',
        params: { token, value: { kind: 'end' } },
      }))
      registrations.clear()
      progress.clear()
      if (unregisterations.length === 0) return ends
      const params = { unregisterations }
      return [...ends, { jsonrpc: '2.0', id: id(), method: 'client/unregisterCapability', params }]
    },
  }
}
