import type { Connection, MessageActionItem } from 'vscode-languageserver'
import { ask as askUser } from './messages.ts'
import type { AllowHostAction, InitializationOptions } from './protocol.ts'
import type { Consent } from './world.ts'

/**
 * What the user agreed to: what the client's `initializationOptions` grant (nothing, where they are absent), and what
 * is asked later, once a host. A client that cannot be asked has said no.
 */
export function createConsent(connection: Connection): {
  granted(options: unknown): void
  readonly consent: Consent
} {
  const answers = new Map<string, Promise<boolean>>()
  let trusted = false
  let allowedHosts: readonly string[] = []

  function ask(host: string, image: string): Promise<boolean> {
    const known = answers.get(host)
    if (known) return known
    // A client of ours keeps the answer under `allowHost` for this workspace; others drop it.
    const allow: AllowHostAction = { title: `Allow ${host}`, allowHost: host }
    const answer = askUser<MessageActionItem>(
      connection,
      `May Fluxmark ask ${host} for the tags of ${image}?`,
      { ...allow },
      { title: 'Not now' },
    ).then(
      chosen => chosen?.title === allow.title,
      () => false,
    )
    answers.set(host, answer)
    return answer
  }

  return {
    granted(options) {
      const given = Object(options) as { [Key in keyof InitializationOptions]: unknown }
      trusted = given.trusted === true
      allowedHosts = Array.isArray(given.allowedHosts)
        ? given.allowedHosts.filter(host => typeof host === 'string')
        : []
    },
    get consent() {
      return { trusted, allowedHosts, ask }
    },
  }
}
