/**
 * The host of a registry as the server names it, from what a person types: `https://GHCR.io/v2/` is `ghcr.io`,
 * `docker.io` is `index.docker.io`. Undefined for what is no host.
 */
export function registryHost(text: string): string | undefined {
  const address = `https://${text.trim().replace(/^https?:\/\//i, '')}`
  if (!URL.canParse(address)) return undefined
  const { host, username, password } = new URL(address)
  if (host === '' || username !== '' || password !== '') return undefined
  return host === 'docker.io' || host === 'registry-1.docker.io' ? 'index.docker.io' : host
}
