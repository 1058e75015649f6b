import { isGoError } from '../../go/go-error.ts'
import { parseImage } from './image.ts'
import type { ImageRepository } from './resources.ts'
import { holdsVariable } from './spec-field.ts'

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

/** The host that a repository's `provider` cannot log in to (docs/flux.md §2.4); undefined where they fit. */
export function unfitHost(repository: ImageRepository): string | undefined {
  const host = registryOf(repository)
  const pattern = cloudHosts[repository.provider]
  return host === undefined || pattern === undefined || pattern.test(host) ? undefined : host
}
