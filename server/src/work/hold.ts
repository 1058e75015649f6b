import { failure, failureOf } from '../flux/failure.ts'
import type { HoldOccasion, HoldPlan } from '../flux/hold/hold.ts'
import { holdTag, planHold } from '../flux/hold/plan-hold.ts'
import { type HoldRefusal, isRefusal } from '../flux/hold/refusal.ts'
import { writtenDigests, writtenTags } from '../flux/hold/written-tags.ts'
import type { PolicyRef } from '../flux/markers/setter.ts'
import { canonicalImage } from '../flux/resources/image.ts'
import { replaceText } from '../flux/workspace/replace-text.ts'
import { policies, repositories } from '../flux/workspace/snapshot.ts'
import type { OpenFolder } from './repository-changes.ts'

/** What somebody wants held: without `at` the tag that is written, or, to be skipped, the one that is selected. */
export interface HoldRequest {
  readonly ref: PolicyRef
  readonly at?: string
  readonly by: 'range' | 'exclude'
}

/**
 * What holds a policy, from what the session knows; ask `session.settle` first. Where a digest stands beside the tag, the
 * registry is asked for the tag's digest, and one that has moved is told.
 */
export async function planPolicyHold(
  folder: OpenFolder,
  { ref, at, by }: HoldRequest,
  occasion: HoldOccasion,
): Promise<HoldPlan | HoldRefusal> {
  const { snapshot } = folder.session
  const isThere = policies(snapshot, ref).length > 0
  const tag = at !== undefined || !isThere ? { at: at ?? '' } : holdTag(snapshot, ref, by)
  if (isRefusal(tag)) return tag
  const plan = planHold(snapshot, { ref, at: tag.at, by }, occasion)
  if (isRefusal(plan) || by === 'exclude') return plan
  return { ...plan, notes: [...plan.notes, ...(await movedDigest(folder, ref, tag.at))] }
}

/** Writes what was planned, each file whole; where one cannot be, those before it are as they were. Rejects with a `Failure`. */
export async function writeHoldPlan({ session }: OpenFolder, { texts }: HoldPlan): Promise<void> {
  const before = new Map([...texts.keys()].map(path => [path, session.snapshot.files.get(path)?.text]))
  const written: string[] = []
  try {
    for (const [path, text] of texts) {
      await session.apply([replaceText(path, before.get(path), text)])
      written.push(path)
    }
  } catch (error) {
    for (const path of written.toReversed()) {
      const text = before.get(path)
      if (text !== undefined) await session.apply([replaceText(path, texts.get(path), text)]).catch(failureOf)
    }
    throw error
  }
}

async function movedDigest({ session }: OpenFolder, ref: PolicyRef, tag: string): Promise<readonly string[]> {
  const { snapshot } = session
  const [written, another] = writtenDigests(snapshot, ref)
  const isThisTag = writtenTags(snapshot, ref).every(one => one.tag === tag)
  const [policy] = policies(snapshot, ref)
  const [repository] = policy ? repositories(snapshot, policy) : []
  const image = repository?.resource.image?.value
  if (written === undefined || another !== undefined || !isThisTag || image === undefined) return []
  const known = snapshot.digests.get(`${String(canonicalImage(image))}:${tag}`)
  try {
    const insecure = repository?.resource.insecure ?? false
    const digest = known && 'value' in known ? known.value : await asked(session, { image, insecure }, tag)
    if (digest === written) return []
    return [
      `The digest of ${image}:${tag} has moved: ${written} is written, the registry has ${digest} now, and that is what Flux will write.`,
    ]
  } catch (error) {
    return [`Whether the digest of ${image}:${tag} has moved is not known: ${failureOf(error).message}.`]
  }
}

async function asked(
  { registry }: OpenFolder['session'],
  source: { readonly image: string; readonly insecure: boolean },
  tag: string,
): Promise<string> {
  if (registry === undefined) throw failure('E_OFFLINE', 'no registry may be asked')
  return registry.digest(source, tag, new AbortController().signal)
}
