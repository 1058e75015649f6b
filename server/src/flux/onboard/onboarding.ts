import type { PolicyRef } from '../markers/setter.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy, ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { Candidate } from './candidates.ts'
import { followed } from './hints/followed.ts'
import { siblingsNear } from './home.ts'
import { knownPolicies } from './known-policy.ts'
import { markerEdits, type OnboardEdit } from './marker-edits.ts'
import { newAutomation } from './new-automation.ts'
import { type Made, newPolicy, type OnboardOptions, type Plan } from './new-policy.ts'
import { type NextTag, nextTags } from './next-tags.ts'
import type { ProposedPolicy } from './scheme/recognised.ts'
import { selectedByProposal } from './selected-by-proposal.ts'

/** What would be done to have an image updated, or why not. */
export interface Onboarding {
  readonly image: string
  readonly current: string
  readonly scheme: string
  readonly sure: boolean
  /** Sentences: what is followed, what stays, and why the files are where they are. */
  readonly why: string
  readonly policy?: ProposedPolicy
  /** The tag that the policy selects now. */
  readonly selects?: string
  /** What it would select after the next patch, minor and major, or after the next build. */
  readonly next?: readonly NextTag[]
  /** The policy that the markers name. */
  readonly ref?: PolicyRef
  readonly edits: readonly OnboardEdit[]
}

/**
 * Proposes an ImageRepository, an ImagePolicy and markers for images of one name and one tag, and an automation where
 * none reaches them; what is there already is used. `tags` are all that the registry lists.
 */
export function onboarding(
  snapshot: Snapshot,
  [first, ...others]: readonly [Candidate, ...Candidate[]],
  tags: readonly string[],
  options: OnboardOptions = {},
): Onboarding {
  const { placed, automation } = first
  const { image, file } = placed
  const current = image.tag ?? ''
  const about = { image: image.name, current }
  if (current === '')
    return {
      ...about,
      scheme: 'no tag',
      sure: false,
      why: 'It has no tag, so that the newest image counts at each start: pin a version first.',
      edits: [],
    }
  const found = followed(snapshot, placed, tags)
  if (!found.sure) return { ...about, scheme: found.scheme, sure: false, why: found.why, edits: [] }
  const siblingNamespace = siblingsNear(snapshot, file.path, '')?.policy.namespace
  const namespace = options.namespace ?? automation?.namespace ?? siblingNamespace ?? 'flux-system'
  const isReached = automation !== undefined && automation.namespace === namespace
  const { proposal, exclude } = found
  const plan: Plan = { snapshot, placed, tags, namespace, options, proposal, ...(exclude ? { exclude } : {}) }
  const known = knownPolicy(plan, isReached ? automation : undefined)
  const made = known ?? newPolicy(plan, isReached ? automation : undefined)
  const edits: OnboardEdit[] = [...made.edits]
  for (const one of [first, ...others]) {
    const marks = markerEdits(one.placed, made.ref)
    if ('reason' in marks)
      return {
        ...about,
        scheme: found.scheme,
        sure: false,
        why: `${one.placed.file.path}: ${marks.reason}.`,
        edits: [],
      }
    edits.push(...marks)
  }
  const added = isReached
    ? undefined
    : newAutomation(snapshot, { path: file.path, namespace, beside: made.path })
  const why = [found.why, ...made.why, ...(added?.why ?? [])].join(' ')
  const selects = selectedByProposal(made.policy, tags, made.exclusionList)
  return {
    ...about,
    scheme: found.scheme,
    sure: true,
    why,
    policy: made.policy,
    ...(selects === undefined
      ? {}
      : { selects, next: nextTags(made.policy, selects, tags, made.exclusionList) }),
    ref: made.ref,
    edits: merged(snapshot, [...edits, ...(added?.edits ?? [])]),
  }
}

/** A policy of the namespace that selects from this image already, and takes the tag in use. */
function knownPolicy(plan: Plan, automation: Placed<ImageUpdateAutomation> | undefined): Made | undefined {
  const { snapshot, placed, namespace } = plan
  const found = knownPolicies(snapshot, placed).find(
    one => one.namespace === namespace && (automation === undefined || isTaken(one.policy, automation)),
  )
  if (found === undefined) return undefined
  const { policy, repository, says } = found
  return {
    ref: { namespace, name: policy.resource.name },
    policy: says,
    exclusionList: repository.resource.exclusionList,
    edits: [],
    path: policy.path,
    why: [`ImagePolicy ${policy.resource.name} in ${policy.path} is for this image already.`],
  }
}

function isTaken(
  { resource }: Placed<ImagePolicy>,
  { resource: automation }: Placed<ImageUpdateAutomation>,
): boolean {
  const wanted = automation.policySelector?.matchLabels ?? new Map<string, string>()
  return [...wanted].every(([key, value]) => resource.labels.get(key) === value)
}

/** Edits of a new file as one: its objects, one behind another. */
function merged(snapshot: Snapshot, edits: readonly OnboardEdit[]): readonly OnboardEdit[] {
  const result: OnboardEdit[] = []
  for (const edit of edits) {
    const at = result.findIndex(
      one => one.path === edit.path && one.span[0] === edit.span[0] && one.span[1] === edit.span[1],
    )
    const before = result[at]
    if (before === undefined) result.push(edit)
    else {
      const sep = snapshot.files.has(edit.path) ? '' : '---\n'
      if (before.newText !== edit.newText)
        result[at] = { ...before, newText: `${before.newText}${sep}${edit.newText}` }
    }
  }
  return result
}
