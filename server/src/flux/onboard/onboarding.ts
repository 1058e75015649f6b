import type { PolicyRef } from '../markers/setter.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy, ImageUpdateAutomation } from '../resources/resources.ts'
import { selectionOf } from '../selection/selection.ts'
import { repositories, type Snapshot } from '../workspace/snapshot.ts'
import type { Candidate } from './candidates.ts'
import { siblingsNear } from './home.ts'
import { markerEdits, type OnboardEdit } from './marker-edits.ts'
import { newAutomation } from './new-automation.ts'
import { isOfImage, type Made, newPolicy, type OnboardOptions, type Plan } from './new-policy.ts'
import { recognise } from './scheme/recognise.ts'
import type { ProposedPolicy } from './scheme/recognised.ts'

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
  const found = recognise(current, tags)
  if (!found.sure) return { ...about, scheme: found.scheme, sure: false, why: found.why, edits: [] }
  const siblingNamespace = siblingsNear(snapshot, file.path, '')?.policy.namespace
  const namespace = options.namespace ?? automation?.namespace ?? siblingNamespace ?? 'flux-system'
  const isReached = automation !== undefined && automation.namespace === namespace
  const plan: Plan = { snapshot, placed, tags, namespace, options, proposal: found.proposal }
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
  const selects = selected(made.policy, tags, made.exclusionList)
  return {
    ...about,
    scheme: found.scheme,
    sure: true,
    why,
    policy: made.policy,
    ...(selects === undefined ? {} : { selects }),
    ref: made.ref,
    edits: merged(snapshot, [...edits, ...(added?.edits ?? [])]),
  }
}

/** A policy of the namespace that selects from this image already, and takes the tag in use. */
function knownPolicy(plan: Plan, automation: Placed<ImageUpdateAutomation> | undefined): Made | undefined {
  const { snapshot, placed, namespace } = plan
  for (const [policy] of snapshot.index.policies.values()) {
    if (policy?.namespace !== namespace || policy.resource.suspend) continue
    const [repository] = repositories(snapshot, policy)
    if (repository === undefined || !isOfImage(repository, placed.image.name)) continue
    const { policy: choice, filter } = policy.resource
    const proposal: ProposedPolicy = {
      ...(filter
        ? { filterTags: { pattern: filter.pattern, ...(filter.extract ? { extract: filter.extract } : {}) } }
        : {}),
      policy: choice,
    }
    const takes = selected(proposal, [placed.image.tag ?? ''], undefined)
    const isPinned = placed.image.digest !== undefined
    if (takes === undefined || (isPinned && policy.resource.digestReflectionPolicy === 'Never')) continue
    if (automation && !isTaken(policy, automation)) continue
    return {
      ref: { namespace, name: policy.resource.name },
      policy: proposal,
      exclusionList: repository.resource.exclusionList,
      edits: [],
      path: policy.path,
      why: [`ImagePolicy ${policy.resource.name} in ${policy.path} is for this image already.`],
    }
  }
  return undefined
}

function selected(
  { filterTags, policy }: ProposedPolicy,
  tags: readonly string[],
  exclusionList: readonly string[] | undefined,
): string | undefined {
  const filter = filterTags && { pattern: filterTags.pattern, extract: filterTags.extract ?? '' }
  const selection = selectionOf({ image: '', tags, exclusionList, policy, filter, fluxVersion: 'auto' })
  return selection.state === 'latest' ? selection.tag : undefined
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
