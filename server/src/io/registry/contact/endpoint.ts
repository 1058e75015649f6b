import { failure } from '../../../flux/failure.ts'
import type { ImageSource } from '../../../ports.ts'
import { parseImage } from '../parse-image.ts'
import { type HostSettings, hostSettings, type Limits, type RegistriesSettings } from '../settings.ts'
import { addressClass } from './address.ts'

/** Where an image's repository is asked for, and under which conditions. */
export interface Endpoint {
  /** The host that is contacted, as `URL.host` of an https URL: what consent, logins and limits are bound to. */
  readonly host: string
  readonly repository: string
  /** The origins to try, in order: https, then http where it is allowed. */
  readonly origins: readonly URL[]
  /** Whether a login may travel over plain HTTP: within this machine, or where the user's own settings say so. */
  readonly allowsPlainLogin: boolean
  readonly tokenServers: readonly string[]
  readonly limits: Limits
  /** Set where the user's settings send us to a mirror: the host that the image names. */
  readonly mirrorOf?: string
}

/** Finds the endpoint of an image; throws E_IMAGE_… for a name that Flux refuses, and E_ADDRESS for a forbidden host. */
export function endpointOf(source: ImageSource, settings: RegistriesSettings): Endpoint {
  const image = parseImage(source.image)
  const named = hostOf(image.registry, source.image)
  const mirror = hostSettings(settings, named).mirror
  if (mirror === undefined) return endpoint(image.registry, image.repository, source, settings)
  const [registry = '', ...path] = mirror
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .split('/')
  const repository = [...path, image.repository].join('/')
  return { ...endpoint(registry, repository, { ...source, insecure: false }, settings), mirrorOf: named }
}

function endpoint(
  registry: string,
  repository: string,
  source: ImageSource,
  settings: RegistriesSettings,
): Endpoint {
  const host = hostOf(registry, source.image)
  const own = hostSettings(settings, host)
  const https = new URL(`https://${registry}`)
  const kind = addressClass(https.hostname)
  if (kind === 'forbidden') {
    throw failure('E_ADDRESS', `${host} is a link-local or reserved address, which is never contacted.`)
  }
  const isPlainAllowed = source.insecure || own.insecure === true || kind === 'loopback' || kind === 'private'
  return {
    host,
    repository,
    origins: isPlainAllowed ? [https, new URL(`http://${registry}`)] : [https],
    allowsPlainLogin: kind === 'loopback' || own.insecure === true,
    tokenServers: tokenServers(own),
    limits: own.limits,
  }
}

/** `ghcr.io:443` and `ghcr.io` are one host: comparing, caching and logins go by this form. */
function hostOf(registry: string, image: string): string {
  const url = URL.canParse(`https://${registry}`) ? new URL(`https://${registry}`) : undefined
  if (
    url === undefined ||
    url.host === '' ||
    url.pathname !== '/' ||
    url.username !== '' ||
    registry.includes('@')
  ) {
    throw failure('E_IMAGE_HOST', `image '${image}' names no valid registry host.`)
  }
  return url.host
}

function tokenServers({ tokenServer }: HostSettings): readonly string[] {
  return tokenServer === undefined ? [] : [tokenServer]
}
