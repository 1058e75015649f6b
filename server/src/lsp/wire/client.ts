/** What `protocol.ts` says of the client: what it grants, and what it does for the server. Types only. */

import type { RegistryStatus } from '../../ide/hover/registry-status.ts'
import type { ForgeToken, ForgeTokenRequest } from './requests.ts'

/** `initializationOptions`; what is absent is not granted. */
export interface InitializationOptions {
  /** The user trusts the workspace: registries may be asked, programs run, commits made. */
  readonly trusted?: boolean
  /** Registry hosts that the user has allowed. */
  readonly allowedHosts?: readonly string[]
  /** Hosts at which the user has allowed pull requests. */
  readonly allowedForges?: readonly string[]
}

/** What a client may announce as `true` in `capabilities.experimental`, and then does. */
export interface ExperimentalCapabilities {
  /** In hovers, links run the commands that `hoverCommands` names, and open files. */
  readonly 'fluxmark/commandLinks'?: boolean
  readonly 'fluxmark/http'?: boolean
  readonly 'fluxmark/secret'?: boolean
  readonly serverStatusNotification?: boolean
}

/** `fluxmark/http`, to the client: one exchange that only the editor can make. No redirect is followed. */
export interface EditorHttpRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** For the whole exchange. */
  readonly timeout: number
  readonly maxBytes: number
}

/** What came, as far as `maxBytes` and what passes them first; or why nothing came. */
export type EditorHttpResponse =
  | {
      readonly status: number
      /** Names in lower case; a name may come several times. */
      readonly headers: readonly (readonly [string, string])[]
      readonly bodyBase64: string
    }
  /** What the network said, in Node's codes (`ECONNREFUSED`). */
  | { readonly error: { readonly code: string; readonly message: string } }

/** `fluxmark/secret`, to the client: the login for a host, or the hosts for which there is one. */
export type EditorSecretRequest =
  | { readonly host: string }
  | ForgeTokenRequest
  | Readonly<Record<string, never>>

/** A user name and a password or token; the user name `<token>` says that it is an identity token. */
export interface Login {
  readonly username: string
  readonly password: string
}

export type EditorSecretAnswer = Login | ForgeToken | { readonly hosts: readonly string[] } | null

/** `experimental/serverStatus`, to the client. */
export interface ServerStatus extends RegistryStatus {
  readonly quiescent: boolean
  /** Another number whenever `fluxmark.updates` may have another answer. */
  readonly revision: number
}

/** An action of `window/showMessageRequest` that consents to a registry, for the client to remember. */
export interface AllowHostAction {
  readonly title: string
  readonly allowHost: string
}
