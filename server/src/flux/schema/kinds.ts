import { imagePolicy } from './image-policy.ts'
import { imageRepository } from './image-repository.ts'
import { imageUpdateAutomation } from './image-update-automation.ts'
import {
  type ApiVersion,
  apiVersions,
  type FluxMinor,
  hasReached,
  type Moment,
  type ObjectSchema,
} from './schema.ts'

/** The API group of the three kinds. */
export const imageGroup = 'image.toolkit.fluxcd.io'

/** The newest Flux whose definitions are described here. */
export const newestFlux: FluxMinor = '2.9'

/** When Flux versions began to serve an API version, marked it deprecated, and served it no more. */
export interface Served {
  readonly since: FluxMinor
  readonly deprecated?: FluxMinor
  readonly removed?: FluxMinor
}

export interface Kind {
  readonly description: string
  readonly spec: ObjectSchema
  readonly served: Readonly<Record<ApiVersion, Served>>
}

const served: Kind['served'] = {
  v1alpha1: { since: '0.9', deprecated: '0.16', removed: '0.37' },
  v1alpha2: { since: '0.13', deprecated: '0.16', removed: '0.37' },
  v1beta1: { since: '0.16', deprecated: '0.40', removed: '2.7' },
  v1beta2: { since: '0.40', deprecated: '2.7', removed: '2.9' },
  v1: { since: '2.7' },
}

export type KindName = 'ImageRepository' | 'ImagePolicy' | 'ImageUpdateAutomation'

export const kinds: Readonly<Record<KindName, Kind>> = {
  ImageRepository: {
    description: 'Lists the tags of one image, again and again.',
    spec: imageRepository,
    served,
  },
  ImagePolicy: {
    description: 'Selects the latest of the tags that an ImageRepository lists.',
    spec: imagePolicy,
    served,
  },
  ImageUpdateAutomation: {
    description: 'Writes the selected tags at the markers of a Git repository, and commits.',
    spec: imageUpdateAutomation,
    served: {
      ...served,
      v1beta1: { since: '0.16', deprecated: '2.3', removed: '2.7' },
      v1beta2: { since: '2.3', deprecated: '2.7', removed: '2.9' },
    },
  },
}

export function isKindName(text: string | undefined): text is KindName {
  return text !== undefined && Object.hasOwn(kinds, text)
}

/** The API versions of a kind that a Flux version serves, oldest first. */
export function servedVersions(kind: KindName, flux: FluxMinor): readonly ApiVersion[] {
  const versions = kinds[kind].served
  return apiVersions.filter(api => {
    const { since, removed } = versions[api]
    const at = { api, flux }
    return hasReached(since, at) && !(removed !== undefined && hasReached(removed, at))
  })
}

/**
 * The moment whose definitions a resource is held to: that of the Flux version, or, where it does not serve the API
 * version, the last one that did.
 */
export function momentOf(kind: KindName, api: ApiVersion, flux: FluxMinor): Moment {
  const { since, removed } = kinds[kind].served[api]
  const isGone = removed !== undefined && hasReached(removed, { api, flux })
  if (!isGone && hasReached(since, { api, flux })) return { api, flux }
  const [major = 0, minor = 0] = (removed ?? '').split('.').map(Number)
  return { api, flux: removed === undefined ? newestFlux : `${major}.${minor - 1}` }
}
