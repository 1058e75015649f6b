import { applyEdits } from '../flux/automation/edit-value.ts'
import { failureOf, isFailure } from '../flux/failure.ts'
import { formatPolicyRef, type PolicyRef } from '../flux/markers/setter.ts'
import type { Candidate } from '../flux/onboard/candidates.ts'
import type { OnboardEdit } from '../flux/onboard/marker-edits.ts'
import type { OnboardOptions } from '../flux/onboard/new-policy.ts'
import { type Onboarding, onboarding } from '../flux/onboard/onboarding.ts'
import { canonicalImage } from '../flux/resources/image.ts'
import { policies, repositories, type Snapshot } from '../flux/workspace/snapshot.ts'
import { replacedPolicy } from '../ide/fixes/replace-policy.ts'
import { groupBy } from '../text/group-by.ts'
import type { OpenFolder } from './repository-changes.ts'

/** What is proposed for images of one name and tag; `failure` is why the registry's tags are not known. */
export interface PlannedOnboarding extends Onboarding {
  readonly failure?: { readonly code: string; readonly message: string }
}

/** Proposes how images are to be updated, from the tags that the session knows or its registry lists. Nothing is written. */
export async function planOnboarding(
  folder: OpenFolder,
  found: readonly [Candidate, ...Candidate[]],
  options: OnboardOptions = {},
): Promise<PlannedOnboarding> {
  const { image } = found[0].placed
  const tags = await tagsOf(folder, image.name)
  if ('code' in tags) return unknown(image.name, image.tag ?? '', tags)
  return onboarding(folder.session.snapshot, found, tags.listed, options)
}

/** Proposes another pattern, extract, range and order for a policy. Nothing is written. */
export async function planReplacement(folder: OpenFolder, ref: PolicyRef): Promise<PlannedOnboarding> {
  const { snapshot } = folder.session
  const [policy] = policies(snapshot, ref)
  const [repository] = policy ? repositories(snapshot, policy) : []
  const image = repository?.resource.image?.value
  if (image === undefined)
    return unknown(formatPolicyRef(ref), '', {
      code: 'E_IMAGE_NAME',
      message: 'no file here has its ImageRepository.',
    })
  const tags = await tagsOf(folder, image)
  if ('code' in tags) return unknown(image, '', tags)
  return replacedPolicy(folder.session.snapshot, ref, tags.listed)
}

interface Reason {
  readonly code: string
  readonly message: string
}

function unknown(image: string, current: string, { code, message }: Reason): PlannedOnboarding {
  const why = `The tags of ${image} are not known: ${message}`
  return { image, current, scheme: 'unknown', sure: false, why, edits: [], failure: { code, message } }
}

/** The tags of an image as the session knows them, else as its registry lists them. */
async function tagsOf(
  { session }: OpenFolder,
  image: string,
): Promise<{ readonly listed: readonly string[] } | Reason> {
  const key = canonicalImage(image)
  if (typeof key !== 'string') return { code: 'E_IMAGE_NAME', message: key.err }
  const known = session.snapshot.scans.get(key)
  if (known && 'failure' in known) return known.failure
  if (known) return { listed: known.value.tags }
  if (session.registry === undefined) return { code: 'E_OFFLINE', message: 'no registry may be asked.' }
  try {
    const insecure = isInsecure(session.snapshot, key)
    const { tags } = await session.registry.tags({ image, insecure }, new AbortController().signal)
    return { listed: tags }
  } catch (error) {
    if (!isFailure(error)) throw error
    return failureOf(error)
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
