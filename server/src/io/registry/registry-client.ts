import { isFailure, type ThrownFailure } from '../../flux/failure.ts'
import { cloudToolSource } from '../credentials/cloud-tools.ts'
import { configFileSources } from '../credentials/config-files.ts'
import type { LoginSource } from '../credentials/login.ts'
import { createLogins } from '../credentials/logins.ts'
import { createCacheFolder } from '../files/cache-folder.ts'
import { createConsent } from '../network/consent.ts'
import { withFallback } from '../network/editor-transport.ts'
import { createHttpTransport } from '../network/http.ts'
import type { Environment, ProxySettings } from '../network/proxy.ts'
import type { Transport } from '../network/transport.ts'
import type { SharedLimits } from './contact/exchange.ts'
import { wait } from './contact/wait.ts'
import { readMachineSettings } from './machine-settings.ts'
import { readSettings } from './read-settings.ts'
import { createRegistry, type RegistryClient } from './registry.ts'
import { hostSettings, type RegistriesSettings } from './settings.ts'

/** What `main.ts` knows of the user's machine and wishes. */
export interface RegistryClientOptions {
  /** `process.env`. */
  readonly env: Environment
  /** The user's home folder. */
  readonly home: string
  /** Workspace folders: no program inside them is run. */
  readonly outside: readonly string[]
  /** Trust, `fluxmark.network.enabled`, no `--offline`. */
  readonly isOnline: () => boolean
  /** `--allow-host`, or `initializationOptions.allowedHosts`. */
  readonly allowedHosts: readonly string[]
  /** `--insecure-host`: plain HTTP is allowed there, logins included, and so is contacting it. */
  readonly insecureHosts?: readonly string[]
  /** Asks the user whether a host may be contacted. */
  readonly ask?: (host: string, named: string) => Promise<boolean>
  /** `fluxmark.registries` as the editor gives it; it wins over the user's file of that name. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** `http.*` of the editor. */
  readonly proxy?: ProxySettings
  /** `http.systemCertificates`. */
  readonly systemCertificates?: boolean
  /** Sources that come before docker's files: the editor's secret storage. */
  readonly logins?: readonly LoginSource[]
  /** A folder of the user's own for tag lists, never in the workspace. Without it they live in memory. */
  readonly cacheFolder?: string
  /** What is shared with the other clients of this program (`createManners`): requests are counted for all. */
  readonly sharedLimits?: SharedLimits
  /** The editor's own fetch, for proxies that only it can pass. */
  readonly editor?: Transport
}

/** The registry client with everything that it needs of this machine. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { env, home, outside } = options
  const clock = { now: () => Date.now() }
  const machine = readMachineSettings(env, home)
  if (isFailure(machine)) return failingClient(machine)
  const settings = withInsecure(
    readSettings({ ...machine, ...options.settings }),
    options.insecureHosts ?? [],
  )
  const programs = { env, home, outside, clock }
  const logins = createLogins([
    ...(options.logins ?? []),
    ...configFileSources(programs),
    cloudToolSource({ ...programs, allowed: host => hostSettings(settings, host).login }),
  ])
  const consent = createConsent({
    allowed: options.allowedHosts,
    configured: async () => [...Object.keys(settings), ...(await logins.hosts())],
    ...(options.ask && { ask: options.ask }),
  })
  const direct = createHttpTransport({
    env,
    ...(options.proxy && { proxy: options.proxy }),
    ...(options.systemCertificates !== undefined && { systemCertificates: options.systemCertificates }),
    caFile: host => hostSettings(settings, host).ca,
  })
  return createRegistry({
    isOnline: options.isOnline,
    consent,
    logins,
    settings,
    transport: options.editor ? withFallback(direct, options.editor) : direct,
    clock,
    wait,
    random: Math.random,
    ...(options.sharedLimits && { sharedLimits: options.sharedLimits }),
    ...(options.cacheFolder !== undefined && {
      folder: createCacheFolder({ path: options.cacheFolder, maxBytes: CACHE_BYTES, now: clock.now }),
    }),
  })
}

const CACHE_BYTES = 50 << 20

/** Every question fails: without the user's settings nothing may be asked. */
function failingClient(error: ThrownFailure): RegistryClient {
  const fail = () => Promise.reject(error)
  const nothing = async () => undefined
  return { tags: fail, digest: fail, details: fail, trials: fail, hostToAllow: nothing, close: nothing }
}

function withInsecure(settings: RegistriesSettings, hosts: readonly string[]): RegistriesSettings {
  const insecure = hosts.map(host => [host, { ...settings[host], insecure: true }] as const)
  return { ...settings, ...Object.fromEntries(insecure) }
}
