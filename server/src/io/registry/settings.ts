import type { CloudTool } from '../credentials/cloud-tools.ts'

/** `fluxmark.registries`: what the user has set, on this machine, for one host. */
export interface HostSettings {
  /** Plain HTTP is allowed, logins included. */
  readonly insecure?: boolean
  /** A file with the certificate authority of this host. */
  readonly ca?: string
  /** `host[:port][/path]` that is asked instead. */
  readonly mirror?: string
  /** `host[:port]` that may receive this host's login to give out tokens. */
  readonly tokenServer?: string
  /** The tool of the cloud that may be run for a login of this host. */
  readonly login?: CloudTool
  readonly limits?: Partial<Limits>
}

/** By host (`ghcr.io`, `registry.corp:5000`, `docker.io`), as `URL.host` writes it. */
export type RegistriesSettings = Readonly<Record<string, HostSettings>>

/** Bounds on what one listing may take; every answer beyond them is a failure, never a shortened list. */
export interface Limits {
  readonly pages: number
  readonly tags: number
  /** Bytes of one answer. */
  readonly pageBytes: number
  /** Bytes of a whole listing. */
  readonly totalBytes: number
  /** Milliseconds for one exchange. */
  readonly requestTime: number
  /** Milliseconds for a whole listing, without the time spent waiting for one's turn. */
  readonly totalTime: number
  /** Requests to the host at the same time. */
  readonly parallel: number
}

export const DEFAULT_LIMITS: Limits = {
  pages: 2000,
  tags: 1_000_000,
  pageBytes: 16 << 20,
  totalBytes: 64 << 20,
  requestTime: 20_000,
  totalTime: 60_000,
  parallel: 4,
}

/** The settings of a host; Docker Hub is found under `docker.io`, and takes two requests at a time. */
export function hostSettings(
  settings: RegistriesSettings,
  host: string,
): HostSettings & { readonly limits: Limits } {
  const isHub = host === 'index.docker.io' || host === 'registry-1.docker.io'
  const own = [host, ...(isHub ? ['docker.io'] : [])].find(key => Object.hasOwn(settings, key))
  const found = own === undefined ? {} : (settings[own] ?? {})
  return { ...found, limits: { ...DEFAULT_LIMITS, ...(isHub && { parallel: 2 }), ...found.limits } }
}
