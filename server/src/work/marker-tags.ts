import type { TagDetails } from '../flux/answer.ts'
import { tagIn } from '../flux/markers/tag-in.ts'
import { canonicalImage } from '../flux/resources/image.ts'
import { newestFirst } from '../flux/selection/newest-first.ts'
import { latestRef } from '../flux/selection/resolve.ts'
import type { Stage } from '../flux/selection/sift.ts'
import { policies } from '../flux/workspace/snapshot.ts'
import { explainPolicy } from '../ide/explain.ts'
import type { OpenFolder } from './repository-changes.ts'
import { imageOf, type SetMarker } from './update-to.ts'

/** One of the tags that a marker may take. */
export interface MarkerTag {
  readonly tag: string
  /** How far it comes on its way to the selection, and why. */
  readonly stage: Stage
  readonly reason: string
  /** RFC 3339, where it is known. */
  readonly created?: string
  /** Bytes of the compressed layers, of one platform. */
  readonly size?: number
  readonly platforms?: readonly string[]
  readonly digest?: string
  /** Whether the file holds it now. */
  readonly present: boolean
  readonly selected: boolean
}

/** The tags behind a marker, the newest first by the policy's own order, or why they are not known. */
export interface MarkerTags {
  /** `spec.image`; empty where the files do not name it. */
  readonly image: string
  readonly tags: readonly MarkerTag[]
  readonly problem?: { readonly code: string; readonly message: string }
}

/** What became of each tag of a marker's image, from what the session knows; ask `session.settle` first. */
export function markerTags({ session }: OpenFolder, placed: SetMarker): MarkerTags {
  const { snapshot } = session
  const { policy, part } = placed.setter
  const { image = '' } = imageOf(snapshot, placed) ?? {}
  const { funnel } = explainPolicy(snapshot, policy)
  const choice = policies(snapshot, policy)[0]?.resource.policy ?? {}
  if (funnel === undefined) {
    const resolution = latestRef(snapshot, policy)
    if (resolution.state === 'latest') return { image, tags: [] }
    if (resolution.state === 'failed') return { image, tags: [], problem: resolution.failure }
    return { image, tags: [], problem: { code: `policy-${resolution.state}`, message: resolution.reason } }
  }
  const key = canonicalImage(image)
  const text = placed.marker.value.scalar.text
  const present = part === 'tag' ? text : part === 'image' ? tagIn(text) : undefined
  return {
    image,
    tags: newestFirst(choice, funnel).map(entry => {
      const details = snapshot.details.get(`${String(key)}:${entry.tag}`)
      const digest = snapshot.digests.get(`${String(key)}:${entry.tag}`)
      return {
        ...entry,
        ...(details && 'value' in details ? known(details.value) : {}),
        ...(digest && 'value' in digest ? { digest: digest.value } : {}),
        present: entry.tag === present,
        selected: entry.stage === 'selected',
      }
    }),
  }
}

function known({ created, size, platforms, digest }: TagDetails): Partial<MarkerTag> {
  return {
    ...(created === undefined ? {} : { created }),
    ...(size === undefined ? {} : { size }),
    ...(platforms.length === 0 ? {} : { platforms }),
    digest,
  }
}
