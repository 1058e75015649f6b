import { visible } from '../../text/foreign.ts'
import { heldPolicy } from '../hold/held.ts'
import { heldWords } from '../hold/held-words.ts'
import { formatPolicyRef, type PolicyRef } from '../markers/setter.ts'
import { accessFault } from '../resources/access.ts'
import { canonicalImage } from '../resources/image.ts'
import { isImagePolicy } from '../resources/image-policy.ts'
import { isImageRepository } from '../resources/image-repository.ts'
import { policiesNamed } from '../resources/policies-named.ts'
import { clusterWithPolicy, policyMayExist } from '../resources/policy-may-exist.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy, ImageRepository } from '../resources/resources.ts'
import { holdsVariable, keySpan, specField } from '../resources/spec-field.ts'
import { impossiblePattern } from '../selection/impossible-pattern.ts'
import { missingExtract } from '../selection/missing-extract.ts'
import { latestRef, type Resolution, tagRemarksOf } from '../selection/resolve.ts'
import { repositories, type Snapshot } from '../workspace/snapshot.ts'
import { appliedVerdict } from './applied.ts'
import { crossNamespaceBlock } from './cross-namespace.ts'
import type { Verdict } from './link.ts'
import { registrySecretFault } from './secrets.ts'

/** Whether the policy that a marker names is there (docs/flux.md §4.5, rows 18 and 19). */
export function policyVerdict(
  snapshot: Snapshot,
  ref: PolicyRef,
  variants: readonly Placed<ImagePolicy>[],
): Verdict {
  const [first] = variants
  const name = formatPolicyRef(ref)
  if (first)
    return {
      ok: true,
      detail: `ImagePolicy ${name} is in the workspace`,
      place: { path: first.path, span: first.resource.span },
    }
  const { policies, unplaced } = snapshot.index
  const detail = `no ImagePolicy ${name} is in the workspace`
  if (policies.size === 0 && !unplaced.some(({ resource }) => isImagePolicy(resource)))
    return { ok: null, detail }
  const context = clusterWithPolicy(snapshot, ref)
  if (context !== undefined)
    return { ok: null, detail: `${detail}; from the cluster: ${visible(context)} has it` }
  const elsewhere = policiesNamed(snapshot, ref.name)
  const mayExist = policyMayExist(snapshot, ref)
  if (elsewhere.length > 0 && mayExist?.why !== 'namespace' && mayExist?.why !== 'too-large') {
    const [other] = elsewhere
    return {
      ok: false,
      detail: `ImagePolicy ${ref.name} is in the namespace ${other?.slice(0, other.indexOf(':'))}, not in ${ref.namespace}`,
      remedy: `Write "${other}".`,
      code: 'marker-policy-wrong-namespace',
    }
  }
  const unlisted = unlistedPolicy(snapshot, ref)
  if (unlisted) return unlisted
  if (mayExist || holdsVariable(name))
    return { ok: null, detail: mayExist ? `${detail}, and ${mayExist.path} may make it` : detail }
  return {
    ok: false,
    detail,
    remedy: 'Correct the name, or create the policy.',
    code: 'marker-policy-not-found',
  }
}

/** A policy of that name, without a namespace, that its kustomization does not list: listed, it would have one. */
export function unlistedPolicy(snapshot: Snapshot, { name }: PolicyRef): Verdict | undefined {
  const found = snapshot.index.unplaced.find(
    ({ resource }) => isImagePolicy(resource) && resource.name === name,
  )
  const verdict = found && appliedVerdict(snapshot, found)
  return verdict?.code === 'kustomization-not-listed' ? verdict : undefined
}

/** Whether a policy's repository is there, and open to the policy (docs/flux.md §2.5). */
export function repositoryVerdict(snapshot: Snapshot, policy: Placed<ImagePolicy>): Verdict {
  const { resource, path, namespace = '?' } = policy
  const ref = resource.repositoryRef
  if (ref === undefined) return { ok: null, detail: 'spec.imageRepositoryRef names no ImageRepository' }
  const wanted = ref.namespace ?? namespace
  const name = `ImageRepository ${wanted}/${visible(ref.name)}`
  const own = { path, span: keySpan(specField(resource), 'imageRepositoryRef') ?? resource.span }
  const found = repositories(snapshot, policy)
  const [repository] = found
  if (repository === undefined) {
    const { repositories: known, unplaced, tooLarge } = snapshot.index
    const mayBe =
      known.size === 0 ||
      tooLarge.roots.length > 0 ||
      holdsVariable(`${wanted}${ref.name}`) ||
      policy.namespace === undefined ||
      unplaced.some(one => isImageRepository(one.resource) && one.resource.name === ref.name)
    const detail = `${name} is not in the workspace`
    return mayBe
      ? { ok: null, detail, place: own }
      : {
          ok: false,
          detail,
          remedy: 'Correct the name, or create it.',
          place: own,
          code: 'policy-repo-not-found',
        }
  }
  const block = wanted === namespace ? undefined : crossNamespaceBlock(snapshot, 'policy', policy)
  if (block)
    return {
      ok: false,
      detail: `${name} is in another namespace, and ${block.why}: "cross-namespace references have been blocked"`,
      remedy: `Give ${namespace} an ImageRepository of its own.`,
      place: own,
      code: 'cross-namespace-blocked',
    }
  const access = found.map(one => accessFault(snapshot, one, namespace))
  const [denied] = access
  if (denied && access.every(one => one !== undefined))
    return {
      ok: false,
      detail:
        denied === 'closed'
          ? `${name} lets no other namespace in: "access denied"`
          : `the accessFrom of ${name} does not let the namespace ${namespace} in: "access denied"`,
      remedy: 'Add spec.accessFrom there, or move the policy.',
      place: own,
      code: 'policy-acl',
    }
  const secret = registrySecretFault(snapshot, repository)
  if (secret) return secret
  return {
    ok: true,
    detail: `${name} scans ${visible(repository.resource.image?.value ?? '')}`,
    place: { path: repository.path, span: repository.resource.span },
  }
}

/** Whether the tags of a policy's image are known; undefined where there is no image to ask for. */
export function tagsVerdict(snapshot: Snapshot, policy: Placed<ImagePolicy>): Verdict | undefined {
  const [repository] = repositories(snapshot, policy)
  const image = repository?.resource.image?.value
  const key = canonicalImage(image ?? '')
  if (image === undefined || typeof key !== 'string' || holdsVariable(image)) return undefined
  const scan = snapshot.scans.get(key)
  if (scan === undefined) return { ok: null, detail: `the tags of ${visible(image)} are not known yet` }
  if ('failure' in scan) return { ok: null, detail: `${scan.failure.message} (${scan.failure.code})` }
  return {
    ok: true,
    detail: `${scan.value.tags.length} ${scan.value.tags.length === 1 ? 'tag is' : 'tags are'} listed`,
  }
}

/** What is selected, by the policies that a name means. */
export function selectionVerdict(
  snapshot: Snapshot,
  ref: PolicyRef,
  variants: readonly Placed<ImagePolicy>[],
): Verdict {
  const resolution = latestRef(snapshot, ref)
  const [policy] = variants
  const place = policy && { path: policy.path, span: policy.resource.span }
  switch (resolution.state) {
    case 'latest': {
      const held = heldPolicy(snapshot, ref).map(one => `, ${heldWords(one)}`)
      return {
        ok: true,
        detail: `${resolution.ref.tag} is the latest${held.join('')}`,
        ...(place ? { place } : {}),
      }
    }
    case 'suspended':
      return suspended(snapshot, resolution, variants)
    case 'unknown':
      return impossibleVerdict(variants) ?? { ok: null, detail: resolution.reason }
    case 'invalid':
      return { ok: false, detail: resolution.reason, ...(place ? { place } : {}) }
    case 'failed': {
      // What could not be asked, or took too long, tells nothing about the policy.
      if (resolution.failure.code !== 'E_NO_TAG') return { ok: null, detail: resolution.failure.message }
      const code = policy ? noTagCode(snapshot, policy) : undefined
      return {
        ok: false,
        detail: resolution.failure.message,
        code: code ?? 'policy-no-tag',
        ...(place ? { place } : {}),
      }
    }
  }
}

/** What is so whatever the registry lists: no tag matches the pattern of any form of the policy. */
export function impossibleVerdict(variants: readonly Placed<ImagePolicy>[]): Verdict | undefined {
  const found = variants.map(({ resource }) => impossiblePattern(resource))
  const [policy] = variants
  const [first] = found
  if (policy === undefined || first === undefined || found.includes(undefined)) return undefined
  return {
    ok: false,
    detail: `no tag can match the pattern ${visible(first.pattern.text)}`,
    place: { path: policy.path, span: policy.resource.span },
    code: 'policy-pattern-impossible',
  }
}

/** A suspended policy or repository stops the looking, not the writing. */
function suspended(
  snapshot: Snapshot,
  { reason }: Extract<Resolution, { state: 'suspended' }>,
  variants: readonly Placed<ImagePolicy>[],
): Verdict {
  const images: readonly Placed<ImageRepository>[] = variants.flatMap(one => repositories(snapshot, one))
  const about = [...variants, ...images].find(({ resource }) => resource.suspend)
  const span = about && (keySpan(specField(about.resource), 'suspend') ?? about.resource.span)
  return {
    ok: null,
    detail: `${reason.replace(/: its tags are not scanned$/, '')}: no new tag is selected, and Flux keeps writing the tag that it has stored (status.latestRef), also over a change by hand`,
    remedy: 'To freeze the value, suspend the ImageUpdateAutomation; to go on, set spec.suspend to false.',
    ...(about && span ? { place: { path: about.path, span } } : {}),
    code: 'marker-suspended',
  }
}

/** The diagnostic that tells why no tag is selected; `policy-no-tag` where no other does. */
export function noTagCode(snapshot: Snapshot, policy: Placed<ImagePolicy>): string {
  if (impossiblePattern(policy.resource)) return 'policy-pattern-impossible'
  if (missingExtract(policy.resource)) return 'policy-extract-missing'
  const kinds: readonly string[] = (tagRemarksOf(snapshot, policy) ?? []).map(({ kind }) => kind)
  const found = Object.entries(remarkCodes).find(([kind]) => kinds.includes(kind))
  return found?.[1] ?? 'policy-no-tag'
}

const remarkCodes: Readonly<Record<string, string>> = {
  'filter-matches-nothing': 'policy-filter-matches-nothing',
  'no-number': 'policy-numerical-nonnumeric',
  'range-matches-nothing': 'policy-range-matches-nothing',
}
