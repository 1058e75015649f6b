import { failure } from '../../flux/failure.ts'
import type { Login, LoginSource } from './login.ts'

/** The request `fluxmark/secret`: the login for a host, or the hosts for which there is one. */
export type EditorSecretRequest = { readonly host: string } | Readonly<Record<string, never>>

/**
 * The editor's secret storage as a source of logins, for a client that announced `fluxmark/secret`. It answers a host
 * with `{username, password}` or null, and no host with `{hosts}`. A keyring that waits for its user holds nobody up
 * for longer than `patience` ms.
 */
export function editorSecretSource(
  ask: (request: EditorSecretRequest, signal: AbortSignal) => Promise<unknown>,
  patience = 15_000,
): LoginSource {
  const name = 'the editor’s secret storage'

  async function answer(request: EditorSecretRequest, signal: AbortSignal): Promise<object> {
    const late = AbortSignal.timeout(patience)
    const given = ask(request, AbortSignal.any([signal, late]))
    const tooLate = new Promise<never>((_, reject) => {
      late.addEventListener('abort', () => reject(late.reason), { once: true })
    })
    return Object(
      await Promise.race([given, tooLate]).catch(error => {
        if (signal.aborted) throw failure('E_CANCELLED', 'Cancelled.', error)
        if (late.aborted)
          throw failure('E_HELPER_TIMEOUT', `No answer from ${name} within ${patience / 1000} s.`)
        throw failure('E_HELPER', `${name} cannot be read.`)
      }),
    )
  }

  return {
    name,
    async find({ host }, signal): Promise<Login | undefined> {
      const secret = await answer({ host }, signal)
      const username: unknown = Reflect.get(secret, 'username')
      const password: unknown = Reflect.get(secret, 'password')
      if (typeof username !== 'string' || typeof password !== 'string') return undefined
      // A user name is not needed where the password is a token; an identity token says so itself.
      return username === '<token>'
        ? { source: name, identityToken: password }
        : { source: name, username, password }
    },
    async hosts() {
      const { signal } = new AbortController()
      const hosts: unknown = Reflect.get(await answer({}, signal).catch(() => ({})), 'hosts')
      return Array.isArray(hosts) ? hosts.filter(host => typeof host === 'string') : []
    },
  }
}
