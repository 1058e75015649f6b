import type { ImageSource } from '../answer.ts'
import type { Failure } from '../failure.ts'
import { formatPolicyRef, type ImageRef, type PolicyRef } from '../markers/setter.ts'
import { canonicalImage } from '../resources/image.ts'
import { isImagePolicy } from '../resources/image-policy.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy, ImageRepository } from '../resources/resources.ts'
import { fluxVersionAt } from '../version/flux-version-at.ts'
import { recalled } from '../workspace/recalled.ts'
import { policies, repositories, type Snapshot } from '../workspace/snapshot.ts'
import { type Selection, type SelectionRequest, selectionKey, type TagCounts } from './selection.ts'
import type { TagRemark } from './tag-remarks.ts'

/** What the snapshot lacks to answer. `key` is what the answer is stored under. */
export type Lookup =
  | { readonly kind: 'tags'; readonly key: string; readonly source: ImageSource }
  | { readonly kind: 'digest'; readonly key: string; readonly source: ImageSource; readonly tag: string }
  | { readonly kind: 'selection'; readonly key: string; readonly request: SelectionRequest }

/** What a policy selects now, or why that cannot be said. */
export type Resolution =
  | { readonly state: 'latest'; readonly ref: ImageRef; readonly selection: Selection }
  | { readonly state: 'unknown'; readonly reason: string; readonly lookup?: Lookup }
  | { readonly state: 'suspended'; readonly reason: string }
  | {
      readonly state: 'failed'
      readonly failure: Failure
      readonly counts?: TagCounts
      readonly remarks?: readonly TagRemark[]
    }
  | { readonly state: 'invalid'; readonly reason: string }

/** The latest image of the policy that a marker names. Variants that agree are one answer; those that differ are unknown. */
export const latestRef: (snapshot: Snapshot, ref: PolicyRef) => Resolution = recalled(
  findLatest,
  formatPolicyRef,
)

function findLatest(snapshot: Snapshot, ref: PolicyRef): Resolution {
  const variants = policies(snapshot, ref)
  const [first, ...others] = variants.map(policy => policyResolution(snapshot, policy))
  if (first === undefined) return unplaced(snapshot, ref)
  const own = fingerprint(first)
  const differing = others.find(other => fingerprint(other) !== own)
  if (differing === undefined) return first
  const lookup = [first, ...others].find(other => other.state === 'unknown' && other.lookup !== undefined)
  if (lookup !== undefined) return lookup
  const files = variants.map(({ path }) => path).join(', ')
  return {
    state: 'unknown',
    reason: `${variants.length} different ImagePolicies are named ${formatPolicyRef(ref)} (${files}); which one a cluster has, the files do not tell`,
  }
}

/** What one policy, in one of its variants, selects. */
export const policyResolution: (snapshot: Snapshot, policy: Placed<ImagePolicy>) => Resolution =
  recalled(resolutionOf)

function resolutionOf(snapshot: Snapshot, policy: Placed<ImagePolicy>): Resolution {
  const { resource, doubt } = policy
  if (doubt !== undefined) return { state: 'unknown', reason: doubt }
  if (resource.suspend) return { state: 'suspended', reason: `ImagePolicy ${resource.name} is suspended` }
  if (resource.repositoryRef === undefined) {
    return { state: 'invalid', reason: 'spec.imageRepositoryRef.name is missing' }
  }
  const [repository, another] = repositories(snapshot, policy)
  if (repository === undefined) {
    const name = `${resource.repositoryRef.namespace ?? policy.namespace ?? '?'}/${resource.repositoryRef.name}`
    return { state: 'unknown', reason: `ImageRepository ${name} is not in the workspace` }
  }
  if (another !== undefined && !isSameScan(repository.resource, another.resource)) {
    return {
      state: 'unknown',
      reason: `several ImageRepositories are named ${resource.repositoryRef.name} (${repository.path}, ${another.path})`,
    }
  }
  return selected(snapshot, policy, repository.resource)
}

/** Whether two repositories scan the same image in the same way. */
function isSameScan(a: ImageRepository, b: ImageRepository): boolean {
  const scan = ({ image, insecure, exclusionList, suspend }: ImageRepository) =>
    JSON.stringify([image?.value, insecure, exclusionList, suspend])
  return scan(a) === scan(b)
}

function selected(
  snapshot: Snapshot,
  { resource: policy, path }: Placed<ImagePolicy>,
  repository: ImageRepository,
): Resolution {
  const image = repository.image?.value
  if (image === undefined)
    return { state: 'invalid', reason: `ImageRepository ${repository.name} has no spec.image` }
  if (image.includes('${')) {
    return {
      state: 'unknown',
      reason: `spec.image of ImageRepository ${repository.name} holds a variable: ${image}`,
    }
  }
  if (repository.suspend) {
    return {
      state: 'suspended',
      reason: `ImageRepository ${repository.name} is suspended: its tags are not scanned`,
    }
  }
  const key = canonicalImage(image)
  if (typeof key !== 'string') return { state: 'invalid', reason: key.err }
  const source = { image, insecure: repository.insecure }
  const scan = snapshot.scans.get(key)
  if (scan === undefined) {
    return {
      state: 'unknown',
      reason: `the tags of ${image} are not known yet`,
      lookup: { kind: 'tags', key, source },
    }
  }
  if ('failure' in scan) return { state: 'failed', failure: scan.failure }
  const request: SelectionRequest = {
    image: key,
    tags: scan.value.tags,
    exclusionList: repository.exclusionList,
    policy: policy.policy,
    filter: policy.filter,
    fluxVersion: fluxVersionAt(snapshot, path),
  }
  const known = snapshot.selections.get(selectionKey(request))
  if (known === undefined || known.tags !== request.tags) {
    return {
      state: 'unknown',
      reason: 'the tags are being compared',
      lookup: { kind: 'selection', key: selectionKey(request), request },
    }
  }
  return withDigest(snapshot, policy, source, key, known.selection)
}

function withDigest(
  snapshot: Snapshot,
  policy: ImagePolicy,
  source: ImageSource,
  image: string,
  selection: Selection,
): Resolution {
  if (selection.state !== 'latest') return selection
  const name = source.image
  const tag = selection.tag
  if (policy.digestReflectionPolicy === 'Never') return { state: 'latest', ref: { name, tag }, selection }
  const key = `${image}:${tag}`
  const digest = snapshot.digests.get(key)
  if (digest === undefined) {
    return {
      state: 'unknown',
      reason: `the digest of ${name}:${tag} is not known yet`,
      lookup: { kind: 'digest', key, source, tag },
    }
  }
  if ('failure' in digest) return { state: 'failed', failure: digest.failure }
  return { state: 'latest', ref: { name, tag, digest: digest.value }, selection }
}

/** What there is to say about a policy over the real tags; undefined where they are not known. */
export function tagRemarksOf(
  snapshot: Snapshot,
  policy: Placed<ImagePolicy>,
): readonly TagRemark[] | undefined {
  const resolution = policyResolution(snapshot, policy)
  if (resolution.state === 'latest')
    return resolution.selection.state === 'latest' ? resolution.selection.remarks : undefined
  return resolution.state === 'failed' ? resolution.remarks : undefined
}

/** What these policies need and the snapshot lacks, each once. */
export function lookups(snapshot: Snapshot, refs: Iterable<PolicyRef>): readonly Lookup[] {
  const wanted = new Map<string, Lookup>()
  for (const ref of refs) {
    for (const policy of policies(snapshot, ref)) {
      const resolution = policyResolution(snapshot, policy)
      if (resolution.state === 'unknown' && resolution.lookup) {
        wanted.set(`${resolution.lookup.kind} ${resolution.lookup.key}`, resolution.lookup)
      }
    }
  }
  return [...wanted.values()]
}

/**
 * The same, and the tag lists of these policies whose keys are `stale`, each by its name with the policies that want it:
 * what an answer leads to is theirs alone.
 */
export function wantedLookups(
  snapshot: Snapshot,
  refs: Iterable<PolicyRef>,
  stale: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, { readonly lookup: Lookup; readonly refs: readonly PolicyRef[] }> {
  const wanted = new Map<string, { readonly lookup: Lookup; readonly refs: PolicyRef[] }>()
  for (const ref of refs) {
    const old = stale.size === 0 ? [] : scanLookups(snapshot, [ref]).filter(({ key }) => stale.has(key))
    for (const lookup of [...lookups(snapshot, [ref]), ...old]) {
      const id = `${lookup.kind} ${lookup.key}`
      const known = wanted.get(id)
      if (known) known.refs.push(ref)
      else wanted.set(id, { lookup, refs: [ref] })
    }
  }
  return wanted
}

/** The tag lists that these policies are selected from, known or not. */
export function scanLookups(snapshot: Snapshot, refs: Iterable<PolicyRef>): readonly Lookup[] {
  const found = [...refs]
    .flatMap(ref => policies(snapshot, ref))
    .flatMap(policy => repositories(snapshot, policy))
    .flatMap(({ resource: { image, insecure } }): readonly Lookup[] => {
      const key = image && canonicalImage(image.value)
      return typeof key === 'string'
        ? [{ kind: 'tags', key, source: { image: image?.value ?? '', insecure } }]
        : []
    })
  return [...new Map(found.map(lookup => [lookup.key, lookup])).values()]
}

function unplaced(snapshot: Snapshot, ref: PolicyRef): Resolution {
  const file = snapshot.index.unplaced.find(
    ({ resource }) => isImagePolicy(resource) && resource.name === ref.name,
  )
  const reason =
    file === undefined
      ? `no ImagePolicy ${formatPolicyRef(ref)} in the workspace`
      : `ImagePolicy ${ref.name} in ${file.path} names no namespace`
  return { state: 'unknown', reason }
}

function fingerprint(resolution: Resolution): string {
  return resolution.state === 'latest' ? JSON.stringify(resolution.ref) : resolution.state
}
