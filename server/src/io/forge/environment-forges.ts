import type { Forge } from '../../flux/commit/forge.ts'
import type { Environment } from '../network/proxy.ts'

/** What serves the hosts that a CI system, or a forge's own tool, names in the environment. */
export function environmentForges(env: Environment): Readonly<Record<string, Forge>> {
  const actions: Forge =
    env.FORGEJO_ACTIONS === 'true' ? 'forgejo' : env.GITEA_ACTIONS === 'true' ? 'gitea' : 'github'
  const named: readonly (readonly [string | undefined, Forge])[] = [
    [env.GITHUB_SERVER_URL, actions],
    [env.GH_HOST, 'github'],
    [env.CI_SERVER_URL, 'gitlab'],
    [env.GITLAB_HOST, 'gitlab'],
    [env.GITEA_SERVER_URL, 'gitea'],
    [env.FORGEJO_SERVER_URL, 'forgejo'],
  ]
  return Object.fromEntries(
    named.flatMap(([address, forge]) => {
      const url = address && (address.includes('://') ? address : `https://${address}`)
      return url && URL.canParse(url) ? [[new URL(url).host, forge] as const] : []
    }),
  )
}
