import type { Environment } from '../network/proxy.ts'
import type { TokenPlace, TokenSource } from './token.ts'

/**
 * Tokens of the environment, as the forges' own tools and CI systems name them. A token belongs to one host: the one
 * that the environment names beside it, else the forge's public one; it is given to no other.
 */
export function environmentTokens(env: Environment): TokenSource {
  return {
    async find(place) {
      const { names, hosts, missing } = rules[place.forge](place, env)
      const set = names.filter(name => env[name])
      const [name] = hosts.includes(place.host) ? set : []
      if (name !== undefined) return { found: { source: name, token: env[name] ?? '' } }
      const [other] = set
      if (other !== undefined)
        return { hint: `${other} is for ${hosts.join(' and ') || 'another host'}; ${missing}` }
      return place.forge === 'gitlab' && env.CI_JOB_TOKEN ? { hint: JOB_TOKEN } : {}
    },
  }
}

const JOB_TOKEN =
  'CI_JOB_TOKEN cannot open merge requests; make a project access token with the scope api and give it as GITLAB_TOKEN'

interface Rule {
  /** Variables that may hold the token, the first one wins. */
  readonly names: readonly string[]
  /** The hosts that it is for. */
  readonly hosts: readonly string[]
  /** What to set where it is for another host. */
  readonly missing: string
}

const rules: Readonly<Record<TokenPlace['forge'], (place: TokenPlace, env: Environment) => Rule>> = {
  // As `gh` reads them; a job of Actions names its server.
  github({ host }, env) {
    const server = isGitea(env) ? [] : hostsIn(env.GITHUB_SERVER_URL)
    const isPublic = host === 'github.com' || host.endsWith('.ghe.com')
    const hosts = server.length > 0 ? server : isPublic ? [host] : hostsIn(env.GH_HOST)
    const enterprise = isPublic ? [] : ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN']
    return {
      names: [...enterprise, 'GH_TOKEN', 'GITHUB_TOKEN'],
      hosts: hosts.length > 0 ? hosts : ['github.com'],
      missing: `GH_HOST=${host} says that it is for ${host}`,
    }
  },
  // As `glab` reads them; a job of GitLab CI names its server.
  gitlab({ host }, env) {
    const hosts = [...hostsIn(env.CI_SERVER_URL), ...hostsIn(env.GITLAB_HOST), ...hostsIn(env.GITLAB_URI)]
    return {
      names: ['GITLAB_TOKEN', 'GITLAB_ACCESS_TOKEN'],
      hosts: hosts.length > 0 ? hosts : ['gitlab.com'],
      missing: `GITLAB_HOST=${host} says that it is for ${host}`,
    }
  },
  // A job of Gitea's or Forgejo's Actions names its server as GitHub's do.
  gitea({ host }, env) {
    const job = isGitea(env) ? hostsIn(env.GITHUB_SERVER_URL) : []
    const named = [...hostsIn(env.GITEA_SERVER_URL), ...hostsIn(env.FORGEJO_SERVER_URL), ...job]
    const isForgejo = host === 'codeberg.org'
    return {
      names: ['FORGEJO_TOKEN', 'GITEA_TOKEN', ...(job.includes(host) ? ['GITHUB_TOKEN'] : [])],
      hosts: named.length > 0 ? named : env.FORGEJO_TOKEN && isForgejo ? ['codeberg.org'] : ['gitea.com'],
      missing: `${isForgejo ? 'FORGEJO' : 'GITEA'}_SERVER_URL=https://${host} says that it is for ${host}`,
    }
  },
}

function isGitea(env: Environment): boolean {
  return env.GITEA_ACTIONS === 'true' || env.FORGEJO_ACTIONS === 'true'
}

/** The host of an address, or of a name alone. */
function hostsIn(text: string | undefined): readonly string[] {
  if (!text) return []
  const address = text.includes('://') ? text : `https://${text}`
  return URL.canParse(address) ? [new URL(address).host] : []
}
