import type { ImageSource } from '../answer.ts'
import type { PolicyRef } from '../markers/setter.ts'
import { canonicalImage } from '../resources/image.ts'
import { policies, repositories, type Snapshot } from '../workspace/snapshot.ts'
import { latestRef } from './resolve.ts'

/** A tag whose image somebody looks at; `key` is what its details are stored under. */
export interface ShownTag {
  readonly key: string
  readonly source: ImageSource
  readonly tag: string
}

/**
 * The tag that a policy selects and, where `current` is another tag that the registry lists, that one too: what
 * lies between them can be compared. Undefined where no tag is selected.
 */
export function shownTags(
  snapshot: Snapshot,
  ref: PolicyRef,
  current?: string,
): { readonly latest: ShownTag; readonly current?: ShownTag } | undefined {
  const resolution = latestRef(snapshot, ref)
  const [policy] = policies(snapshot, ref)
  const [repository] = policy ? repositories(snapshot, policy) : []
  if (resolution.state !== 'latest' || repository === undefined) return undefined
  const { image, insecure } = repository.resource
  const canonical = canonicalImage(image?.value ?? '')
  if (image === undefined || typeof canonical !== 'string') return undefined
  const shown = (tag: string): ShownTag => ({
    key: `${canonical}:${tag}`,
    source: { image: image.value, insecure },
    tag,
  })
  const latest = shown(resolution.ref.tag)
  const scan = snapshot.scans.get(canonical)
  const isListed = scan && 'value' in scan && current !== undefined && scan.value.tags.includes(current)
  return isListed && current !== latest.tag ? { latest, current: shown(current) } : { latest }
}
