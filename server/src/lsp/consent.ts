import type { Connection, MessageActionItem } from 'vscode-languageserver'
import { ask as askUser } from './messages.ts'
import type { AllowForgeAction, AllowHostAction, InitializationOptions } from './protocol.ts'
import type { Consent } from './world.ts'

/**
 * What the user agreed to: what the client's `initializationOptions` grant (nothing, where they are absent), and what
 * is asked later, once a host. A client that cannot be asked has said no.
 */
export function createConsent(connection: Connection): {
  granted(options: unknown): void
  readonly consent: Consent
  /** The user has allowed a host elsewhere: what is asked about it is answered, what is asked later needs no question. */
  allow(host: string): void
} {
  const answers = new Map<string, Promise<boolean>>()
  /** By host: answers a question that is on the screen. */
  const open = new Map<string, (isAllowed: boolean) => void>()
  let trusted = false
  /** One list for good: whoever has it sees what is added. */
  const allowedHosts: string[] = []
  const allowedForges = new Set<string>()

  function ask(host: string, image: string): Promise<boolean> {
    const known = answers.get(host)
    if (known) return known
    // A client of ours keeps the answer under `allowHost` for this workspace; others drop it.
    const allow: AllowHostAction = { title: `Allow ${host}`, allowHost: host }
    const asked = askUser<MessageActionItem>(
      connection,
      `May Fluxmark ask ${host} for the tags of ${image}?`,
      { ...allow },
      { title: 'Not now' },
    ).then(
      chosen => chosen?.title === allow.title,
      () => false,
    )
    const elsewhere = new Promise<boolean>(resolve => open.set(host, resolve))
    const answer = Promise.race([asked, elsewhere]).finally(() => open.delete(host))
    answers.set(host, answer)
    return answer
  }

  /** Asked each time until it is allowed: whoever pushes the button is there to answer. */
  async function askForge(host: string): Promise<boolean> {
    if (allowedForges.has(host)) return true
    const allow: AllowForgeAction = { title: `Allow ${host}`, allowForge: host }
    const chosen = await askUser<MessageActionItem>(
      connection,
      `May Fluxmark open pull requests at ${host}, with your session or token there?`,
      { ...allow },
      { title: 'Not now' },
    ).catch(() => null)
    if (chosen?.title !== allow.title) return false
    allowedForges.add(host)
    return true
  }

  return {
    granted(options) {
      const given = Object(options) as { [Key in keyof InitializationOptions]: unknown }
      trusted = given.trusted === true
      const hosts = Array.isArray(given.allowedHosts) ? given.allowedHosts : []
      allowedHosts.push(...hosts.filter(host => typeof host === 'string'))
      const forges = Array.isArray(given.allowedForges) ? given.allowedForges : []
      for (const host of forges) if (typeof host === 'string') allowedForges.add(host)
    },
    allow(host) {
      allowedHosts.push(host)
      open.get(host)?.(true)
    },
    get consent() {
      return { trusted, allowedHosts, ask, askForge }
    },
  }
}
