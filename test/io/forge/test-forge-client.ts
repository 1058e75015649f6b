import type { Forge } from '../../../server/src/flux/commit/forge.ts'
import { environmentTokens } from '../../../server/src/io/forge/environment-tokens.ts'
import { createPullRequests, type PullRequestsOptions } from '../../../server/src/io/forge/pull-requests.ts'
import { createHttpTransport } from '../../../server/src/io/network/http.ts'
import type { HttpRequest } from '../../../server/src/io/network/transport.ts'
import type { PullRequests } from '../../../server/src/ports.ts'
import type { ForgeServer, Kind } from './forge-server.ts'
import { TOKEN } from './forge-server.ts'

export interface TestForgeClient extends PullRequests {
  /** Every request that left, as it left. */
  readonly sent: readonly HttpRequest[]
  /** What was waited for, in ms; no test waits in truth. */
  readonly waits: readonly number[]
}

/** The real client, with the token of a source named `test`, a clock that is moved by waiting, and an ear at its network. */
export function testForgeClient(
  kind: Kind,
  server: ForgeServer,
  more: Partial<PullRequestsOptions> = {},
): TestForgeClient {
  const sent: HttpRequest[] = []
  const waits: number[] = []
  let now = Date.UTC(2026, 0, 1)
  const transport = createHttpTransport({ env: {}, certificates: async () => [] })
  const forges: Record<string, Forge> = { [server.host]: kind }
  const client = createPullRequests({
    isOnline: () => true,
    allows: async host => host === server.host,
    forges: () => forges,
    tokens: [{ find: async () => ({ found: { source: 'test', token: TOKEN } }) }, environmentTokens({})],
    transport: {
      ...transport,
      send: request => {
        sent.push(request)
        return transport.send(request)
      },
    },
    clock: { now: () => now },
    random: () => 0.5,
    wait: async ms => {
      waits.push(ms)
      now += ms
    },
    ...more,
  })
  return { ...client, sent, waits }
}
