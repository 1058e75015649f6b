import { applyEdits } from '../flux/automation/edit-value.ts'
import { failureOf, isFailure } from '../flux/failure.ts'
import type { Candidate } from '../flux/onboard/candidates.ts'
import type { OnboardEdit } from '../flux/onboard/marker-edits.ts'
import type { OnboardOptions } from '../flux/onboard/new-policy.ts'
import { type Onboarding, onboarding } from '../flux/onboard/onboarding.ts'
import { canonicalImage } from '../flux/resources/image.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { groupBy } from '../text/group-by.ts'
import type { OpenFolder } from './repository-changes.ts'

/** What is proposed for images of one name and tag; `failure` is why the registry's tags are not known. */
export interface PlannedOnboarding extends Onboarding {
  readonly failure?: { readonly code: string; readonly message: string }
}

/** Proposes how images are to be updated, from the tags that the session knows or its registry lists. Nothing is written. */
export async function planOnboarding(
  { session }: OpenFolder,
  found: readonly [Candidate, ...Candidate[]],
  options: OnboardOptions = {},
): Promise<PlannedOnboarding> {
  const { image } = found[0].placed
  const unknown = (code: string, message: string): PlannedOnboarding => ({
    image: image.name,
    current: image.tag ?? '',
    scheme: 'unknown',
    sure: false,
    why: `The tags of ${image.name} are not known: ${message}`,
    edits: [],
    failure: { code, message },
  })
  const key = canonicalImage(image.name)
  if (typeof key !== 'string') return unknown('E_IMAGE_NAME', key.err)
  const known = session.snapshot.scans.get(key)
  if (known && 'failure' in known) return unknown(known.failure.code, known.failure.message)
  if (known) return onboarding(session.snapshot, found, known.value.tags, options)
  if (session.registry === undefined) return unknown('E_OFFLINE', 'no registry may be asked.')
  try {
    const insecure = isInsecure(session.snapshot, key)
    const { tags } = await session.registry.tags(
      { image: image.name, insecure },
      new AbortController().signal,
    )
    return onboarding(session.snapshot, found, tags, options)
  } catch (error) {
    if (!isFailure(error)) throw error
    const { code, message } = failureOf(error)
    return unknown(code, message)
  }
}

/** Writes a proposal: files whole or not at all, new ones too. Rejects with a `Failure`. */
export async function applyOnboarding({ session }: OpenFolder, edits: readonly OnboardEdit[]): Promise<void> {
  await session.write(onboardedTexts(session.snapshot, edits))
}

/** The texts of files after edits, by their paths. */
export function onboardedTexts(
  { files }: Snapshot,
  edits: readonly OnboardEdit[],
): ReadonlyMap<string, string> {
  return new Map(
    [...groupBy(edits, ({ path }) => path)].map(([path, ofFile]) => [
      path,
      applyEdits(files.get(path)?.text ?? '', ofFile),
    ]),
  )
}

function isInsecure({ index }: Snapshot, canonical: string): boolean {
  return [...index.repositories.values()]
    .flat()
    .some(
      ({ resource }) =>
        resource.insecure && resource.image && canonicalImage(resource.image.value) === canonical,
    )
}
