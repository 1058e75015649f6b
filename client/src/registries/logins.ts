import { authentication, type Disposable, type ExtensionContext, workspace } from 'vscode'
import type { EditorSecretAnswer, Login } from '../../../server/src/lsp/protocol.ts'
import { forgeToken, type TokenStores } from './forge-token.ts'

/** Logins that the user has given the editor, in its secret storage: shared by all windows, never in a file of ours. */
export interface Logins extends Disposable {
  hosts(): readonly string[]
  set(host: string, login: Login): Promise<void>
  remove(host: string): Promise<void>
  /** Keeps a token for pull requests at a host; `hosts` names it with what it is for. */
  setForgeToken(host: string, token: string): Promise<void>
  /** Answers `fluxmark/secret`: a host's login or null, and without a host the hosts. Nothing without trust. */
  answer(request: unknown): Promise<EditorSecretAnswer>
}

/** Which hosts there is a login for; the logins themselves cannot be listed. */
const hostsKey = 'loginHosts'

/** `changed` is called when a login came or went, in this window or another one. */
export function createLogins({ secrets, globalState }: ExtensionContext, changed: () => void): Logins {
  const hosts = () => globalState.get<readonly string[]>(hostsKey, [])
  const keep = (all: Iterable<string>) => globalState.update(hostsKey, [...new Set(all)].sort())
  const key = (host: string) => `login ${host}`

  const stores: TokenStores = {
    getSession: (provider, scopes, options) => authentication.getSession(provider, scopes, options),
    stored: async host => {
      const text = await secrets.get(key(forgeKey(host)))
      return text === undefined ? undefined : (JSON.parse(text) as Login).password
    },
    enterprise: workspace.getConfiguration('github-enterprise').get<string>('uri'),
  }

  async function set(host: string, login: Login) {
    await secrets.store(key(host), JSON.stringify(login))
    await keep([...hosts(), host])
  }

  async function answer(request: unknown): ReturnType<Logins['answer']> {
    if (!workspace.isTrusted) return null
    const host: unknown = Reflect.get(Object(request), 'host')
    if (typeof host !== 'string') return { hosts: hosts() }
    const forge: unknown = Reflect.get(Object(request), 'forge')
    if (typeof forge === 'string') return forgeToken({ forge, host }, stores)
    const text = await secrets.get(key(host))
    return text === undefined ? null : (JSON.parse(text) as Login)
  }

  return Object.assign(secrets.onDidChange(changed), {
    hosts,
    set,
    setForgeToken: (host: string, token: string) => set(forgeKey(host), { username: '', password: token }),
    async remove(host: string) {
      await secrets.delete(key(host))
      await keep(hosts().filter(other => other !== host))
    },
    answer,
  })
}

/** Told apart from a registry of the same host. */
function forgeKey(host: string): string {
  return `pull requests at ${host}`
}
