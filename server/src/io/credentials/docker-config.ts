import { failure } from '../../flux/failure.ts'
import type { LoginPlace } from './login.ts'

/** What a docker or podman configuration file says about logins. */
export interface DockerConfig {
  /** By key as written: `ghcr.io`, `https://index.docker.io/v1/`, `registry.corp/team`. */
  readonly auths: ReadonlyMap<string, StoredLogin>
  /** By host: the name of a credential helper. */
  readonly credHelpers: ReadonlyMap<string, string>
  /** The credential helper for all other hosts. */
  readonly credsStore: string | undefined
}

/** An entry of `auths` that holds something. */
export interface StoredLogin {
  readonly username?: string
  readonly password?: string
  readonly identityToken?: string
  readonly registryToken?: string
}

/** Reads such a file; throws E_DOCKER_CONFIG, naming the file and no content. */
export function readDockerConfig(text: string, path: string): DockerConfig {
  const json = objectIn(parse(text, path))
  if (json === undefined) throw failure('E_DOCKER_CONFIG', `${path} holds no JSON object.`)
  const auths = new Map<string, StoredLogin>()
  for (const [key, value] of Object.entries(objectIn(json.auths) ?? {})) {
    auths.set(key, readEntry(objectIn(value) ?? {}, key, path))
  }
  const credHelpers = Object.entries(objectIn(json.credHelpers) ?? {}).filter(isText)
  return { auths, credHelpers: new Map(credHelpers), credsStore: text1(json.credsStore) }
}

/**
 * The keys of a file that stand for a place, the narrowest first: `host/repository`, its shorter prefixes (as podman
 * has them), the host. A key with a scheme stands for its host alone, whatever its path.
 */
export function keysFor(place: LoginPlace, keys: Iterable<string>): readonly string[] {
  const target = `${canonicalHost(place.host)}/${place.repository}`
  const fitting = [...keys]
    .map(key => ({ key, name: canonicalKey(key) }))
    .filter(({ name }) => target === name || target.startsWith(`${name}/`))
  // A stable sort: of two keys for one host the first in the file is taken.
  return fitting.sort((a, b) => b.name.length - a.name.length).map(({ key }) => key)
}

/** The host of a key, as `URL.host` writes it. */
export function hostOfKey(key: string): string {
  return canonicalKey(key).split('/')[0] ?? ''
}

function canonicalKey(key: string): string {
  const [, scheme, rest = ''] = /^(https?:\/\/)?(.*)$/is.exec(key) ?? []
  const [host = '', ...path] = rest.replace(/\/(v[12]\/?)?$/, '').split('/')
  return [canonicalHost(host), ...(scheme === undefined ? path : [])].join('/')
}

function canonicalHost(host: string): string {
  const name = host.toLowerCase().replace(/:443$/, '')
  return name === 'docker.io' ? 'index.docker.io' : name
}

/** `auth` is base64 of `user:password`, cut at the first colon; Docker Desktop leaves `{}` behind, which is nobody. */
function readEntry(entry: Readonly<Record<string, unknown>>, key: string, path: string): StoredLogin {
  const auth = text1(entry.auth)
  const decoded = auth === undefined ? undefined : decode(auth)
  if (auth !== undefined && decoded === undefined) {
    throw failure('E_DOCKER_CONFIG', `${path}: "auth" of ${key} is not the base64 of user:password.`)
  }
  const username = decoded?.username ?? text1(entry.username)
  const password = decoded?.password ?? text1(entry.password)
  const identityToken = text1(entry.identitytoken)
  const registryToken = text1(entry.registrytoken)
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(identityToken !== undefined && { identityToken }),
    ...(registryToken !== undefined && { registryToken }),
  }
}

function decode(auth: string): { username: string; password: string } | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}\s*$/.test(auth)) return undefined
  const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw failure('E_DOCKER_CONFIG', `${path} is not valid JSON.`)
  }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

function text1(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isText(entry: [string, unknown]): entry is [string, string] {
  return text1(entry[1]) !== undefined
}
