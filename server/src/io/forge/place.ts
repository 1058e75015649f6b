import { type Forge, forgeOf, parseRemote } from '../../flux/commit/forge.ts'

/** A repository at a forge whose interface is spoken here. */
export interface ForgePlace {
  readonly forge: 'github' | 'gitlab' | 'gitea'
  /** The host as people know it, with its port: `github.com`. */
  readonly host: string
  /** Where the interface begins, without a slash at the end: `https://api.github.com`. */
  readonly api: string
  /** Owner or group, and name, as in the address of the page. */
  readonly path: readonly string[]
}

/**
 * The repository that a remote's address names. `own` says what serves a host of one's own. Undefined where the forge
 * is not known, has no interface that is spoken here, or the address names no repository.
 */
export function forgePlace(url: string, own: Readonly<Record<string, Forge>>): ForgePlace | undefined {
  const remote = parseRemote(url)
  if (remote === undefined || remote.path.length < 2) return undefined
  const { scheme, path } = remote
  const host = remote.host.toLowerCase()
  const base = `${scheme}://${host}`
  if (!URL.canParse(base)) return undefined
  const place = { host, path: path.map(decoded) }
  switch (forgeOf(remote, own)) {
    case 'github':
      return path.length === 2 ? { ...place, forge: 'github', api: githubApi(host, base) } : undefined
    case 'gitlab':
      return { ...place, forge: 'gitlab', api: `${base}/api/v4` }
    case 'gitea':
    case 'forgejo':
      return path.length === 2 ? { ...place, forge: 'gitea', api: `${base}/api/v1` } : undefined
    default:
      return undefined
  }
}

/** github.com and its tenants with data residency have a host for it, GitHub Enterprise Server has a path. */
function githubApi(host: string, base: string): string {
  if (host === 'github.com' || host === 'www.github.com') return 'https://api.github.com'
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `${base}/api/v3`
}

/** Part of an address that may be encoded already. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
