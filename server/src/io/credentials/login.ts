import { createHash } from 'node:crypto'
import type { Failure } from '../../ports.ts'

/** A login for one registry host. It never leaves io/: not in messages, caches or answers. */
export interface Login {
  /** Where it came from, in words that may be shown: `docker config`, `credential helper ecr-login`, … */
  readonly source: string
  readonly username?: string
  readonly password?: string
  /** An OAuth2 refresh token, exchanged at the token server. */
  readonly identityToken?: string
  /** A Bearer token to use as it is. */
  readonly registryToken?: string
}

/** Whose login is wanted: a host as `URL.host`, and the repository for logins that are bound to a path. */
export interface LoginPlace {
  readonly host: string
  readonly repository: string
}

/** What one source said. */
export interface Tried {
  readonly source: string
  readonly login?: Login
  readonly failure?: Failure
}

/** One place where logins are kept. */
export interface LoginSource {
  readonly name: string
  /** The login, or undefined where it holds none for this place. Rejects with a `Failure`. */
  find(place: LoginPlace, signal: AbortSignal): Promise<Login | undefined>
  /** Hosts that the user has configured there. */
  hosts?(): Promise<readonly string[]>
  /** Drops what is remembered of a host. */
  forget?(host: string): void
}

/** Logins of the user's machine, asked for only after a registry has refused an anonymous request. */
export interface Logins {
  /** The first login of the chain, and the failures of the sources before it. */
  find(
    place: LoginPlace,
    signal: AbortSignal,
  ): Promise<{ readonly login?: Login; readonly failures: readonly Failure[] }>
  /** What each source says, whatever the others said. */
  tryAll(place: LoginPlace, signal: AbortSignal): Promise<readonly Tried[]>
  /** Hosts that stand in the user's own configuration. */
  hosts(): Promise<readonly string[]>
  /** Drops what is remembered of a host, since its login was refused or has changed. */
  forget(host: string): void
}

/** Tells logins apart in caches without giving anything of a secret away. */
export function loginId(login: Login | undefined): string {
  if (login === undefined) return 'anonymous'
  const kind =
    login.registryToken !== undefined ? 'registry' : login.identityToken !== undefined ? 'identity' : 'basic'
  return createHash('sha256')
    .update(JSON.stringify([login.source, login.username, kind]))
    .digest('hex')
}
