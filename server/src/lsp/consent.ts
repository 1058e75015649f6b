import { CancellationTokenSource, type Connection, type MessageActionItem } from 'vscode-languageserver'
import { askUntil } from './messages.ts'
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
  /** The questions that are on the screen, by what they are about: whoever asks the same waits for the same answer. */
  const open = new Map<
    string,
    { readonly answer: Promise<boolean>; readonly source: CancellationTokenSource }
  >()
  let trusted = false
  /** One list for good: whoever has it sees what is added. */
  const allowedHosts: string[] = []
  const allowedForges = new Set<string>()

  /** True where it is allowed, here or elsewhere meanwhile: then it goes away. A client that fails to ask has said no. */
  function question(
    about: string,
    text: string,
    allow: AllowHostAction | AllowForgeAction,
  ): Promise<boolean> {
    const asked = open.get(about)
    if (asked) return asked.answer
    const source = new CancellationTokenSource()
    const { token } = source
    const answer = askUntil<MessageActionItem>(connection, token, text, { ...allow }, { title: 'Not now' })
      .then(
        chosen => chosen?.title === allow.title,
        () => false,
      )
      .then(isAllowed => isAllowed || token.isCancellationRequested)
      .finally(() => open.delete(about))
    open.set(about, { answer, source })
    return answer
  }

  function ask(host: string, image: string): Promise<boolean> {
    const known = answers.get(host)
    if (known) return known
    // A client of ours keeps the answer under `allowHost` for this workspace; others drop it.
    const allow: AllowHostAction = { title: `Allow ${host}`, allowHost: host }
    const text = `May Fluxmark ask ${host} for the tags of ${image}?`
    const answer = question(`tags ${host}`, text, allow)
    answers.set(host, answer)
    return answer
  }

  /** Asked each time until it is allowed: whoever pushes the button is there to answer. */
  async function askForge(host: string): Promise<boolean> {
    if (allowedForges.has(host)) return true
    const allow: AllowForgeAction = { title: `Allow ${host}`, allowForge: host }
    const text = `May Fluxmark open pull requests at ${host}, with your session or token there?`
    const isAllowed = await question(`requests ${host}`, text, allow)
    if (isAllowed) allowedForges.add(host)
    return isAllowed
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
      open.get(`tags ${host}`)?.source.cancel()
    },
    get consent() {
      return { trusted, allowedHosts, ask, askForge }
    },
  }
}
