import type { Node } from '../../text/node.ts'
import { imagePolicy } from '../schema/image-policy.ts'
import { imageRepository } from '../schema/image-repository.ts'
import { imageUpdateAutomation } from '../schema/image-update-automation.ts'
import {
  type ApiVersion,
  apiVersions,
  type FluxMinor,
  hasReached,
  type Moment,
  type ObjectSchema,
} from '../schema/schema.ts'
import { type ImagePolicy, readImagePolicy } from './image-policy.ts'
import { type ImageRepository, readImageRepository } from './image-repository.ts'
import { type ImageUpdateAutomation, readImageUpdateAutomation } from './image-update-automation.ts'
import type { CommonFields } from './read-fields.ts'

/**
 * What the compiler knows of each kind: what an object of it is read as, and the name of its map in the
 * `ResourceIndex`. A new kind is a line here, a row in `kinds`, its reader and its schema.
 */
interface KindTypes {
  readonly ImageRepository: { readonly object: ImageRepository; readonly plural: 'repositories' }
  readonly ImagePolicy: { readonly object: ImagePolicy; readonly plural: 'policies' }
  readonly ImageUpdateAutomation: { readonly object: ImageUpdateAutomation; readonly plural: 'automations' }
}

/** The name of a kind, as `kind` holds it. */
export type KindName = keyof KindTypes

/** An object of one of the kinds. */
export type ImageResource<K extends KindName = KindName> = KindTypes[K]['object']

/** Several of a kind, in a word. */
export type Plural<K extends KindName> = KindTypes[K]['plural']

/** When Flux versions began to serve an API version, marked it deprecated, and served it no more. */
export interface Served {
  readonly since: FluxMinor
  readonly deprecated?: FluxMinor
  readonly removed?: FluxMinor
}

/** All that the rest of the program asks of a kind. */
interface Kind<K extends KindName> {
  readonly group: string
  readonly served: Readonly<Record<ApiVersion, Served>>
  /** Reads `spec` in the form of an API version; what is missing or of a wrong type is left out. */
  readonly read: (spec: Node | undefined, apiVersion: string) => Omit<ImageResource<K>, keyof CommonFields>
  /** The definition of `spec`. */
  readonly spec: ObjectSchema
  /** One line, for hover and completion. */
  readonly description: string
  readonly plural: Plural<K>
}

/** The API group of image automation. */
export const imageGroup = 'image.toolkit.fluxcd.io'

/** The newest Flux whose definitions are described here. */
export const newestFlux: FluxMinor = '2.9'

const served: Readonly<Record<ApiVersion, Served>> = {
  v1alpha1: { since: '0.9', deprecated: '0.16', removed: '0.37' },
  v1alpha2: { since: '0.13', deprecated: '0.16', removed: '0.37' },
  v1beta1: { since: '0.16', deprecated: '0.40', removed: '2.7' },
  v1beta2: { since: '0.40', deprecated: '2.7', removed: '2.9' },
  v1: { since: '2.7' },
}

/** The kinds of image automation. A kind without a row does not compile. */
export const kinds: { readonly [K in KindName]: Kind<K> } = {
  ImageRepository: {
    group: imageGroup,
    served,
    read: readImageRepository,
    spec: imageRepository,
    description: 'Lists the tags of one image, again and again.',
    plural: 'repositories',
  },
  ImagePolicy: {
    group: imageGroup,
    served,
    read: readImagePolicy,
    spec: imagePolicy,
    description: 'Selects the latest of the tags that an ImageRepository lists.',
    plural: 'policies',
  },
  ImageUpdateAutomation: {
    group: imageGroup,
    served: {
      ...served,
      v1beta1: { since: '0.16', deprecated: '2.3', removed: '2.7' },
      v1beta2: { since: '2.3', deprecated: '2.7', removed: '2.9' },
    },
    read: readImageUpdateAutomation,
    spec: imageUpdateAutomation,
    description: 'Writes the selected tags at the markers of a Git repository, and commits.',
    plural: 'automations',
  },
}

/** The kinds by what they are, for code that means one of them. */
export const repositoryKind: 'ImageRepository' = 'ImageRepository'
export const policyKind: 'ImagePolicy' = 'ImagePolicy'
export const automationKind: 'ImageUpdateAutomation' = 'ImageUpdateAutomation'

/** The names of the kinds, in the order of the table. */
export const kindNames: readonly KindName[] = Object.keys(kinds).filter(isKindName)

/** Whether an object is of one of the kinds, and of its group. */
export function isImageKind(object: { readonly apiVersion: string; readonly kind: string }): boolean {
  return isKindName(object.kind) && object.apiVersion.startsWith(`${kinds[object.kind].group}/`)
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
