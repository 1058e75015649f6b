import { groupBy } from '../../text/group-by.ts'
import type { Span } from '../../text/span.ts'
import { formatPolicyRef, type Setter } from '../markers/setter.ts'
import { policyMayExist } from '../resources/policy-may-exist.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy, ImageUpdateAutomation } from '../resources/resources.ts'
import { isSelected } from '../resources/selector.ts'
import { policies, repositories, type Snapshot } from '../workspace/snapshot.ts'
import { isOwnAutomation } from './own-automation.ts'
import { pushBranch } from './push-branch.ts'
import { isBelow, isUpdateFile, updatePath } from './update-path.ts'

export type LinkName = 'policy' | 'namespace' | 'selector' | 'path' | 'suspended' | 'branch'

/** One condition under which Flux updates a marker. */
export interface Link {
  readonly name: LinkName
  /** `undefined`: the files do not tell. */
  readonly ok: boolean | undefined
  /** Why, as a clause: `ImageUpdateAutomation apps/main is in the namespace of the policy`. */
  readonly detail: string
  /** What it is about: an automation, a policy. */
  readonly place?: { readonly path: string; readonly span: Span }
}

/** The chain from a marker to the branch that Flux pushes to. It ends with the first link that does not hold. */
export interface Reach {
  readonly links: readonly Link[]
  /** The automations that the links so far left over. */
  readonly automations: readonly Placed<ImageUpdateAutomation>[]
}

/**
 * Whether any automation reaches a marker: policy exists → an automation in the policy's namespace → its
 * policySelector takes the policy → its update path covers the file → nothing is suspended → the push branch is
 * known. Answers for the markers of one snapshot.
 */
export function reachability(snapshot: Snapshot): (path: string, setter: Setter) => Reach {
  const all = [...snapshot.index.automations.values()].flat()
  const isForeign = foreign(snapshot)
  const inNamespace = groupBy(all, ({ namespace }) => namespace)
  const narrow = narrowing()
  const known = new Map<string, Reach>()
  return (path, setter) => {
    // Many markers of a file name the same policy.
    const key = `${path}\n${formatPolicyRef(setter.policy)}`
    const found = known.get(key) ?? reach(path, setter)
    known.set(key, found)
    return found
  }

  function reach(path: string, setter: Setter): Reach {
    const links: Link[] = []
    let left: Automations = all
    /** Notes a link; where it holds, what it leaves over is what the next one asks about. */
    const holds = (link: Link, rest: Automations): boolean => {
      links.push(link)
      if (link.ok) left = rest
      return link.ok === true
    }
    const variants = policies(snapshot, setter.policy)
    const reaches = (): boolean => {
      if (!holds(policyLink(snapshot, setter, variants), all)) return false
      const own = inNamespace.get(setter.policy.namespace) ?? []
      if (!holds(namespaceLink(snapshot, setter, all, own), own)) return false
      const taking = unlessAll(own, one => takes(one, variants))
      if (!holds(selectorLink(setter, variants, own, taking), taking)) return false
      const covering = narrow(taking, path, ({ resource }) => isBelow(path, updatePath(resource.path)))
      if (!holds(pathLink(path, taking, covering, isForeign), covering)) return false
      const running = narrow(covering, '', ({ resource }) => !resource.suspend)
      return holds(suspendedLink(snapshot, variants, covering, running), running)
    }
    if (reaches()) links.push(branchLink(snapshot, left))
    return { links, automations: left }
  }
}

/** Those that pass; the very same list where all do, so that what is known of it need not be found again. */
function unlessAll(automations: Automations, passes: (one: Automations[number]) => boolean): Automations {
  return automations.every(passes) ? automations : automations.filter(passes)
}

/** Filters a list, and the same one by the same key only once. */
function narrowing() {
  const known = new Map<Automations, Map<string, Automations>>()
  return (from: Automations, key: string, passes: (one: Automations[number]) => boolean): Automations => {
    const byKey = known.get(from) ?? new Map<string, Automations>()
    known.set(from, byKey)
    const found = byKey.get(key) ?? unlessAll(from, passes)
    byKey.set(key, found)
    return found
  }
}

type Automations = readonly Placed<ImageUpdateAutomation>[]
type Policies = readonly Placed<ImagePolicy>[]

function policyLink(snapshot: Snapshot, { policy }: Setter, variants: Policies): Link {
  const [first] = variants
  const ref = formatPolicyRef(policy)
  if (first) return link('policy', true, `ImagePolicy ${ref} is in the workspace`, first)
  const isPartial = snapshot.index.policies.size === 0 || policyMayExist(snapshot, policy) !== undefined
  return link('policy', isPartial ? undefined : false, `no ImagePolicy ${ref} is in the workspace`)
}

function namespaceLink(snapshot: Snapshot, { policy }: Setter, all: Automations, own: Automations): Link {
  const { namespace } = policy
  if (own.length > 0)
    return link('namespace', true, `${names(own)} ${isOrAre(own)} in the namespace ${namespace}`, own[0])
  const isPartial = snapshot.index.unplaced.some(({ resource }) => resource.kind === 'ImageUpdateAutomation')
  if (isPartial) return link('namespace', undefined, 'an ImageUpdateAutomation has no namespace in the files')
  if (all.length === 0) return link('namespace', undefined, 'no ImageUpdateAutomation is in the workspace')
  return link(
    'namespace',
    false,
    `no ImageUpdateAutomation is in the namespace ${namespace}, and automations use only policies of their own: ${names(all)} ${isOrAre(all)} elsewhere`,
    all[0],
  )
}

function takes({ resource }: Placed<ImageUpdateAutomation>, variants: Policies): boolean {
  return variants.some(policy => isSelected(policy.resource.labels, resource.policySelector))
}

function selectorLink({ policy }: Setter, variants: Policies, before: Automations, found: Automations): Link {
  const ref = formatPolicyRef(policy)
  if (found.length > 0)
    return link('selector', true, `${names(found)} ${found.length === 1 ? 'takes' : 'take'} ${ref}`, found[0])
  return link(
    'selector',
    false,
    `the policySelector of ${names(before)} does not take the labels of ImagePolicy ${ref}`,
    variants[0] ?? before[0],
  )
}

function pathLink(
  path: string,
  before: Automations,
  found: Automations,
  isForeign: (automation: Placed<ImageUpdateAutomation>) => boolean,
): Link {
  if (!isUpdateFile(path)) return link('path', false, `Flux does not open ${path}`)
  const paths = (of: typeof found) =>
    [
      ...new Set(
        of.map(({ resource }) => (updatePath(resource.path) === '' ? 'the whole repository' : resource.path)),
      ),
    ].join(', ')
  if (found.length > 0)
    return link('path', true, `${path} lies in the update path of ${names(found)}: ${paths(found)}`, found[0])
  return link(
    'path',
    before.some(isForeign) ? undefined : false,
    `${path} lies outside the update path of ${names(before)}: ${paths(before)}`,
    before[0],
  )
}

function suspendedLink(
  snapshot: Snapshot,
  variants: Policies,
  before: Automations,
  found: Automations,
): Link {
  if (found.length === 0)
    return link('suspended', false, `${names(before)} ${isOrAre(before)} suspended`, before[0])
  const policy = variants.every(({ resource }) => resource.suspend) ? variants[0] : undefined
  if (policy) return link('suspended', false, `ImagePolicy ${policy.resource.name} is suspended`, policy)
  const images = variants.flatMap(variant => repositories(snapshot, variant))
  const image = images.length > 0 && images.every(({ resource }) => resource.suspend) ? images[0] : undefined
  if (image) return link('suspended', false, `ImageRepository ${image.resource.name} is suspended`, image)
  return link('suspended', true, 'nothing is suspended')
}

function branchLink(snapshot: Snapshot, automations: Automations): Link {
  const branches = automations.map(automation => ({ automation, push: pushBranch(snapshot, automation) }))
  const found = branches.find(({ push }) => push.state === 'known') ?? branches[0]
  if (found === undefined) return link('branch', undefined, 'no automation')
  const { push, automation } = found
  if (push.state === 'known')
    return link('branch', true, `${names([automation])} pushes to ${push.branch}`, automation)
  return link('branch', push.state === 'missing' ? false : undefined, push.reason, automation)
}

/** Whether an automation may well update another repository; asked at most once of each. */
function foreign(snapshot: Snapshot): (automation: Placed<ImageUpdateAutomation>) => boolean {
  const known = new Map<Placed<ImageUpdateAutomation>, boolean>()
  const isOwn = isOwnAutomation(snapshot)
  return automation => {
    const answer = known.get(automation) ?? ['unlikely', 'no'].includes(isOwn(automation))
    known.set(automation, answer)
    return answer
  }
}

function link(name: LinkName, ok: boolean | undefined, detail: string, about?: Placed): Link {
  return {
    name,
    ok,
    detail,
    ...(about ? { place: { path: about.path, span: about.resource.span } } : {}),
  }
}

/** `ImageUpdateAutomation apps/main`, `ImageUpdateAutomations apps/a and apps/b`. */
function names(automations: Automations): string {
  const all = distinct(automations)
  const shown = all.length > 4 ? [...all.slice(0, 3), `${all.length - 3} more`] : all
  return `ImageUpdateAutomation${all.length === 1 ? '' : 's'} ${shown.join(', ').replace(/, ([^,]*)$/, ' and $1')}`
}

function isOrAre(automations: Automations): string {
  return distinct(automations).length === 1 ? 'is' : 'are'
}

function distinct(automations: Automations): readonly string[] {
  return [...new Set(automations.map(({ namespace = '?', resource }) => `${namespace}/${resource.name}`))]
}
