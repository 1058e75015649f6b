/** What can serve a Git repository. */
export const forges = [
  'github',
  'gitlab',
  'bitbucket',
  'bitbucket-server',
  'azure',
  'gitea',
  'forgejo',
] as const

export type Forge = (typeof forges)[number]

/** Where a repository is, by the address of its remote. */
export interface Remote {
  /** As a browser reaches it: host, and the port where it is one of HTTP. */
  readonly host: string
  /** The host alone. */
  readonly name: string
  /** `http` where Git uses that, else `https`. */
  readonly scheme: string
  /** Without slashes at the ends and `.git`. */
  readonly path: readonly string[]
}

/** Reads `https://host/path.git`, `ssh://git@host:22/path` and `git@host:path`; undefined for a path on disk. */
export function parseRemote(url: string): Remote | undefined {
  const [, scheme = 'ssh', given = '', port, rest = ''] =
    /^(https?|ssh|git):\/\/(?:[^/@]*@)?([^/:@]+)(?::(\d+))?\/(.*)$/i.exec(url) ??
    /^()(?:[^/@:]*@)?([^/:@]{2,}):()(?!\/\/)(.*)$/.exec(url) ??
    []
  const path = rest
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .filter(part => part !== '')
  if (given === '' || path.length === 0) return undefined
  const isWeb = /^https?$/i.test(scheme)
  const name = (isWeb ? undefined : sshNames.get(given.toLowerCase())) ?? given
  return {
    host: isWeb && port ? `${name}:${port}` : name,
    name: name.toLowerCase(),
    scheme: scheme.toLowerCase() === 'http' ? 'http' : 'https',
    path,
  }
}

/** Hosts that speak SSH on the port of HTTPS, for another host. */
const sshNames: ReadonlyMap<string, string> = new Map([
  ['ssh.github.com', 'github.com'],
  ['altssh.gitlab.com', 'gitlab.com'],
  ['altssh.bitbucket.org', 'bitbucket.org'],
])

/** What serves a remote: by the user's own list of hosts, else by the host's name. */
export function forgeOf(
  { host, name }: Remote,
  own: Readonly<Record<string, Forge>> = {},
): Forge | undefined {
  const key = [host, name].find(one => Object.hasOwn(own, one))
  return (key === undefined ? undefined : own[key]) ?? knownForge(name)
}

/** What serves a host, where its name tells. */
export function knownForge(name: string): Forge | undefined {
  if (name === 'ssh.dev.azure.com' || name === 'dev.azure.com' || name.endsWith('.visualstudio.com'))
    return 'azure'
  if (name === 'codeberg.org') return 'forgejo'
  if (name === 'bitbucket.org') return 'bitbucket'
  // GitHub Enterprise Cloud with data residency.
  if (name.endsWith('.ghe.com')) return 'github'
  if (name.split('.').includes('bitbucket')) return 'bitbucket-server'
  return (['github', 'gitlab', 'gitea', 'forgejo'] as const).find(forge => name.split(/[.-]/).includes(forge))
}
