import { isGoError } from '../../go/go-error.ts'
import { type FluxMinor, isAtLeast } from '../schema/schema.ts'
import { parseImage } from './image.ts'
import type { ImageRepository } from './resources.ts'
import { holdsVariable, specField } from './spec-field.ts'

/** The registries of each cloud, as Flux tells them by their names. */
export const cloudHosts: Readonly<Record<string, RegExp>> = {
  aws: /^(?:[0-9]{12}\.dkr[.-]ecr(?:-fips)?\.[^ ]+\.(?:amazonaws\.(?:com|eu)(?:\.cn)?|on\.(?:aws|amazonwebservices\.com\.cn)|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)|public\.ecr\.aws)$/,
  azure: /^.+\.azurecr\.(?:io|cn|de|us)$/,
  gcp: /^(?:.+\.)?gcr\.io$|.+-docker\.pkg\.dev|docker\.s3nsregistry\.fr$/,
}

/** The cloud whose registry a host is. */
export function cloudOf(host: string): string | undefined {
  return Object.entries(cloudHosts).find(([, pattern]) => pattern.test(host))?.[0]
}

/** The registry of `spec.image`; undefined where that is not known. */
export function registryOf({ image, insecure }: ImageRepository): string | undefined {
  if (image === undefined || holdsVariable(image.value)) return undefined
  const read = parseImage(image.value, insecure)
  return isGoError(read) ? undefined : read.registry
}

/**
 * The host that a repository's `provider` cannot log in to (docs/flux.md §2.4); undefined where they fit, and where that
 * version of Flux does not ask the provider: up to 2.6 a `secretRef` comes first, and up to 2.5 a host of none of the
 * clouds is scanned without a login.
 */
export function unfitHost(repository: ImageRepository, flux: FluxMinor): string | undefined {
  const host = registryOf(repository)
  const pattern = cloudHosts[repository.provider]
  if (host === undefined || pattern === undefined || pattern.test(host)) return undefined
  if (isAtLeast(flux, providerFirst)) return host
  const isAsked = isAtLeast(flux, providerByField) && specField(repository, 'secretRef') === undefined
  return isAsked ? host : undefined
}

/** Whether a version of Flux reads no `secretRef` beside a repository's `provider` (docs/flux.md §2.4). */
export function ignoresSecret({ provider }: ImageRepository, flux: FluxMinor): boolean {
  return cloudHosts[provider] !== undefined && isAtLeast(flux, providerFirst)
}

/** From here on the provider's login comes before the secret's; before, it was the other way round. */
const providerFirst: FluxMinor = '2.7'
/** From here on `provider` decides how to log in; before, the host did, and `provider` allowed it. */
const providerByField: FluxMinor = '2.6'
