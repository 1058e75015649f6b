import { changeOf } from '../flux/automation/changes.ts'
import { failure, failureOf } from '../flux/failure.ts'
import { isTag } from '../flux/images/image-text.ts'
import { partOf, type Setter } from '../flux/markers/setter.ts'
import { canonicalImage } from '../flux/resources/image.ts'
import type { Placed } from '../flux/resources/resource-index.ts'
import type { ImagePolicy, ImageRepository } from '../flux/resources/resources.ts'
import { type PlacedMarker, policies, repositories, type Snapshot } from '../flux/workspace/snapshot.ts'
import type { OpenFolder } from './repository-changes.ts'
import type { PlannedUpdate } from './update.ts'

/** A marker that asks for something. */
export type SetMarker = PlacedMarker & { readonly setter: Setter }

/** The image whose tags a marker may take, as far as the files tell, and its tags where they are known. */
export function imageOf(
  snapshot: Snapshot,
  { setter }: SetMarker,
): { readonly image: string; readonly tags?: readonly string[] } | undefined {
  const image = scanned(snapshot, setter)?.repository.resource.image?.value
  if (image === undefined) return undefined
  const key = canonicalImage(image)
  const scan = typeof key === 'string' ? snapshot.scans.get(key) : undefined
  return { image, ...(scan && 'value' in scan ? { tags: scan.value.tags } : {}) }
}

/**
 * A tag of the user's choice at one marker, in place of the one that its policy selects. Where the policy reflects
 * digests the tag's digest is written too, and asked for unless it is known: a failure of that is in `skipped`.
 */
export async function planUpdateTo(
  folder: OpenFolder,
  placed: SetMarker,
  tag: string,
): Promise<PlannedUpdate> {
  const { path, marker, setter } = placed
  const { snapshot } = folder.session
  const file = snapshot.files.get(path)
  const found = scanned(snapshot, setter)
  const name = found?.repository.resource.image?.value
  const planned = { folder, snapshot, changes: [], skipped: [], isShort: false }
  const skipped = (code: string, reason: string) => [{ path, offset: marker.span[0], code, reason }]
  if (file === undefined) return planned
  if (!isTag(tag)) return { ...planned, skipped: skipped('not-a-tag', `"${tag}" is no tag: ${tagWords}`) }
  if (setter.part !== 'tag' && name === undefined)
    return {
      ...planned,
      skipped: skipped('policy-unknown', 'the ImageRepository that names the image is not in the workspace'),
    }
  try {
    const needsDigest = setter.part === 'digest' || setter.part === 'image'
    const digest = found && needsDigest ? await digestOf(folder, found, tag) : undefined
    const ref = { name: name ?? '', tag, ...(digest === undefined ? {} : { digest }) }
    const newValue = partOf(ref, setter.part)
    if (newValue === marker.value.scalar.text || newValue === '') return planned
    return { ...planned, changes: [changeOf(file, marker, setter, newValue)] }
  } catch (error) {
    const { code, message } = failureOf(error)
    return { ...planned, skipped: skipped(code, message), isShort: code !== 'E_OFFLINE' }
  }
}

/** What a tag is, to whoever gave something else. */
export const tagWords =
  'a tag has up to 128 letters, digits, "_", "." and "-", and begins with none of the last two'

interface Scanned {
  readonly policy: Placed<ImagePolicy>
  readonly repository: Placed<ImageRepository>
}

function scanned(snapshot: Snapshot, { policy: ref }: Setter): Scanned | undefined {
  const [policy] = policies(snapshot, ref)
  const [repository] = policy ? repositories(snapshot, policy) : []
  return policy && repository ? { policy, repository } : undefined
}

/** The digest of a tag where the policy reflects digests. Rejects with a `Failure`. */
async function digestOf(
  { session }: OpenFolder,
  { policy, repository }: Scanned,
  tag: string,
): Promise<string | undefined> {
  const { image, insecure } = repository.resource
  if (policy.resource.digestReflectionPolicy === 'Never' || image === undefined) return undefined
  const known = session.snapshot.digests.get(`${String(canonicalImage(image.value))}:${tag}`)
  if (known && 'value' in known) return known.value
  if (session.registry === undefined)
    throw failure(
      'E_OFFLINE',
      `the digest of ${image.value}:${tag} is not known, and no registry may be asked`,
    )
  return session.registry.digest({ image: image.value, insecure }, tag, new AbortController().signal)
}
