import type { Login, LoginSource } from './login.ts'

/** The answer to `fluxmark/secret`: the login that the user has given the editor for a host, or null. */
export interface EditorSecret {
  readonly username: string
  readonly password: string
}

/** The editor's secret storage as a source of logins, for a client that announced `fluxmark/secret`. */
export function editorSecretSource(
  ask: (host: string, signal: AbortSignal) => Promise<EditorSecret | null>,
): LoginSource {
  const name = 'the editor’s secret storage'
  return {
    name,
    async find({ host }, signal): Promise<Login | undefined> {
      const secret = await ask(host, signal).catch(() => null)
      if (typeof secret?.username !== 'string' || typeof secret.password !== 'string') return undefined
      // A user name is not needed where the password is a token; an identity token says so itself.
      const { username, password } = secret
      return username === '<token>'
        ? { source: name, identityToken: password }
        : { source: name, username, password }
    },
  }
}
