import type { Forge } from '../../flux/commit/forge.ts'
import { isFailure } from '../../flux/failure.ts'
import type { PullRequests } from '../../ports.ts'
import { withFallback } from '../network/editor-transport.ts'
import { createHttpTransport } from '../network/http.ts'
import type { Environment, ProxySettings } from '../network/proxy.ts'
import type { Transport } from '../network/transport.ts'
import { wait } from '../registry/contact/wait.ts'
import { readMachineSettings } from '../registry/machine-settings.ts'
import { readSettings } from '../registry/read-settings.ts'
import { hostSettings } from '../registry/settings.ts'
import { environmentForges } from './environment-forges.ts'
import { environmentTokens } from './environment-tokens.ts'
import { createPullRequests } from './pull-requests.ts'
import type { TokenSource } from './token.ts'

/** What `main.ts` knows of the user's machine and wishes. */
export interface ForgeClientOptions {
  /** `process.env`. */
  readonly env: Environment
  /** The user's home folder. */
  readonly home: string
  readonly isOnline: () => boolean
  readonly allows: (host: string) => Promise<boolean>
  /** `fluxmark.git.forges`, or `--forge`. */
  readonly forges: () => Readonly<Record<string, Forge>>
  /** Sources that come before the environment: the editor's session and secret storage. */
  readonly tokens?: readonly TokenSource[]
  /** `fluxmark.registries`, for the certificate authority of a host; it wins over the user's file of that name. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly proxy?: ProxySettings
  readonly systemCertificates?: boolean
  /** The editor's own fetch, for proxies that only it can pass. */
  readonly editor?: Transport
}

/** Pull requests with everything that they need of this machine. */
export function createForgeClient(options: ForgeClientOptions): PullRequests {
  const { env, home, isOnline, allows, forges, tokens = [], editor } = options
  const machine = readMachineSettings(env, home)
  const settings = readSettings({ ...(isFailure(machine) ? {} : machine), ...options.settings })
  const direct = createHttpTransport({
    env,
    ...(options.proxy && { proxy: options.proxy }),
    ...(options.systemCertificates !== undefined && { systemCertificates: options.systemCertificates }),
    caFile: host => hostSettings(settings, host).ca,
  })
  return createPullRequests({
    isOnline,
    allows,
    forges: () => ({ ...environmentForges(env), ...forges() }),
    tokens: [...tokens, environmentTokens(env)],
    transport: editor ? withFallback(direct, editor) : direct,
    clock: { now: () => Date.now() },
    wait,
    random: Math.random,
  })
}
