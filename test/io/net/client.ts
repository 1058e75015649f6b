import { readFileSync } from 'node:fs'
import type { Login, LoginSource } from '../../../server/src/io/credentials/login.ts'
import { createLogins } from '../../../server/src/io/credentials/logins.ts'
import { trustedCertificates } from '../../../server/src/io/network/certificates.ts'
import { createConsent } from '../../../server/src/io/network/consent.ts'
import { createHttpTransport, type HttpOptions } from '../../../server/src/io/network/http.ts'
import {
  createRegistry,
  type RegistryClient,
  type RegistryOptions,
} from '../../../server/src/io/registry/registry.ts'
import { hostSettings, type RegistriesSettings } from '../../../server/src/io/registry/settings.ts'

export interface TestClientOptions extends Partial<Omit<HttpOptions, 'caFile'>> {
  readonly allowed?: readonly string[]
  readonly settings?: RegistriesSettings
  /** By host: the login that a source named `test` has. */
  readonly logins?: Readonly<Record<string, Partial<Login>>>
  readonly sources?: readonly LoginSource[]
  readonly isOnline?: boolean
  readonly more?: Partial<RegistryOptions>
}

export interface TestClient extends RegistryClient {
  /** What was waited for, in ms: no test waits in truth, the clock is moved instead. */
  readonly waits: readonly number[]
  /** Moves the clock, which begins at 2026-01-01. */
  pass(ms: number): void
}

/** The test's own authority alone, unless a file is named: reading all those of Node takes 15 ms each time. */
async function fewCertificates(
  ...[trust, env]: Parameters<typeof trustedCertificates>
): Promise<readonly string[]> {
  if (trust.caFile !== undefined) return trustedCertificates({ ...trust, system: false }, env)
  return env.NODE_EXTRA_CA_CERTS === undefined ? [] : [readFileSync(env.NODE_EXTRA_CA_CERTS, 'utf8')]
}

/** The real client with a clock that is moved by hand. */
export function testClient(options: TestClientOptions): TestClient {
  const { settings = {}, logins = {} } = options
  const waits: number[] = []
  let now = Date.UTC(2026, 0, 1)
  const source: LoginSource = {
    name: 'test',
    find: async ({ host }) => logins[host] && { source: 'test', ...logins[host] },
    hosts: async () => Object.keys(logins),
  }
  const chain = createLogins([...(options.sources ?? []), source])
  const client = createRegistry({
    isOnline: () => options.isOnline ?? true,
    consent: createConsent({
      allowed: options.allowed ?? [],
      configured: async () => [...Object.keys(settings), ...(await chain.hosts())],
    }),
    logins: chain,
    settings,
    transport: createHttpTransport({
      env: options.env ?? {},
      certificates: fewCertificates,
      ...options,
      caFile: host => hostSettings(settings, host).ca,
    }),
    clock: { now: () => now },
    random: () => 0.5,
    wait: async ms => {
      waits.push(ms)
      now += ms
    },
    ...options.more,
  })
  return {
    ...client,
    waits,
    pass(ms) {
      now += ms
    },
  }
}
