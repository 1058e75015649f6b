import { markerState } from '../automation/changes.ts'
import type { Marker } from '../markers/marker.ts'
import { formatPolicyRef, type PolicyRef, type Setter } from '../markers/setter.ts'
import { once } from '../once.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import { recalled, recalledOfFiles } from '../workspace/recalled.ts'
import { markersOf, policies, repositories, type Snapshot } from '../workspace/snapshot.ts'
import { appliedVerdict, isDead } from './applied.ts'
import type { Automation } from './automation.ts'
import { accepted, applied, bestOf } from './best-automation.ts'
import {
  gravest,
  inEveryForm,
  type Link,
  type LinkName,
  linkNames,
  named,
  optional,
  type Verdict,
} from './link.ts'
import { fileVerdict, markedVerdict } from './marked.ts'
import {
  impossibleVerdict,
  policyVerdict,
  repositoryVerdict,
  selectionVerdict,
  tagsVerdict,
} from './policy.ts'
import { type Reaching, reaching } from './reaching.ts'
import { acceptedVerdict } from './refusals.ts'
import { sourceVerdict } from './source.ts'

/** The chain behind a value or a policy: every condition under which Flux writes, as far as one can be judged. */
export interface Chain {
  readonly links: readonly Link[]
  /** The automations that the last condition about them left over. */
  readonly automations: readonly Automation[]
}

/** Which automations count; all of the workspace where absent. */
export type Automations = readonly Automation[]

/**
 * The chain of a marker that Flux reads (contract: One verdict a marker). All links true: Flux writes the value at its
 * next run, were the tags as listed. One false: it does not. Found at most once a snapshot, unless it is asked of
 * some automations only.
 */
export function markerChain(snapshot: Snapshot, path: string, marker: Marker, only?: Automations): Chain {
  if (only) return chainOf(snapshot, path, marker, only)
  const known = snapshot.recall(chains)
  const found = known.get(marker) ?? chainOf(snapshot, path, marker, automationsOf(snapshot))
  known.set(marker, found)
  return found
}

function chains(): Map<Marker, Chain> {
  return new Map()
}

/** The chain of a policy: that of the first marker which names it, from the policy on. */
export function policyChain(snapshot: Snapshot, ref: PolicyRef): Chain {
  const path = markersOf(snapshot, ref)[0]?.path
  const { automations, links: all } = behindPolicy(snapshot, ref, path, automationsOf(snapshot))
  // A name that nothing here uses may be one of another repository.
  const isAnybody = path === undefined && policies(snapshot, ref).length === 0
  return { links: isAnybody ? all.map(link => ({ ...link, ok: null })) : all, automations }
}

/**
 * The first link that does not hold; undefined where none is false.
 * @internal The properties of the chain are tested through it.
 */
export function brokenLink({ links }: Chain): Link | undefined {
  return links.find(({ ok }) => ok === false)
}

/**
 * The first condition that a policy and its repository fail by themselves, whatever the tags are: the API server or the
 * controllers refuse one, it never reaches the cluster, or the policy may not use the repository.
 */
export function failingLink(snapshot: Snapshot, forms: readonly Placed<ImagePolicy>[]): Link | undefined {
  const variants = alive(snapshot, forms)
  const images = alive(
    snapshot,
    variants.flatMap(variant => repositories(snapshot, variant)),
  )
  const objects: readonly Placed[] = [...variants, ...images]
  return brokenLink({
    automations: [],
    links: inOrder([
      ...optional('accepted', accepted(snapshot, objects)),
      ...optional('applied', applied(snapshot, objects)),
      ...optional('repository', inEveryForm(variants.map(one => repositoryVerdict(snapshot, one)))),
      ...optional('selection', impossibleVerdict(variants)),
    ]),
  })
}

/**
 * The first condition that an automation fails by itself: it is refused, it never reaches the cluster, or its source
 * keeps it from this repository.
 */
export function failingAutomationLink(snapshot: Snapshot, automation: Automation): Link | undefined {
  return brokenLink({
    automations: [automation],
    links: inOrder([
      named('accepted', acceptedVerdict(snapshot, automation)),
      named('applied', appliedVerdict(snapshot, automation)),
      named('source', sourceVerdict(snapshot, automation)),
    ]),
  })
}

/** How far the automations of the workspace get to a marker of a policy, whatever else is wrong. */
export function markerReach(snapshot: Snapshot, path: string, { policy }: Setter): Reaching {
  const { variants } = formsOf(snapshot, policy)
  const { reach } = behindPolicy(snapshot, policy, path, automationsOf(snapshot))
  if (reach === undefined || variants.length === 0)
    return { verdict: policyVerdict(snapshot, policy, variants), automations: [] }
  return reach
}

/**
 * The link of a marker that says that Flux goes on writing the tag it has stored, because something is suspended. What the
 * file itself is like is not asked: to read it takes longer than all the rest.
 */
export function suspendedLink(snapshot: Snapshot, path: string, marker: Marker): Link | undefined {
  if (marker.setter === undefined || blank(snapshot, path, marker)) return undefined
  return suspendedIn(ofPolicy(snapshot, marker.setter.policy).common)
}

function suspendedIn(links: readonly Link[]): Link | undefined {
  return links.find(
    ({ name, ok, code }) => name === 'selection' && ok === null && code === 'marker-suspended',
  )
}

function chainOf(snapshot: Snapshot, path: string, marker: Marker, all: Automations): Chain {
  const { setter } = marker
  const first = [
    named('marker', markedVerdict(snapshot, path, marker)),
    named('file', fileVerdict(snapshot, path)),
  ]
  if (setter === undefined) return { links: inOrder(first), automations: [] }
  const { links, automations } = behindPolicy(snapshot, setter.policy, path, all)
  const own = blank(snapshot, path, marker)
  return { links: own ? inOrder([...first, own, ...links]) : [...first, ...links], automations }
}

interface Behind {
  /** In order, without those of the marker itself and of its file. Found when they are asked for: what is reached is asked more often. */
  readonly links: readonly Link[]
  readonly automations: Automations
  readonly reach: Reaching | undefined
}

/** What is the same for all markers of a policy in one file; `path` is undefined where it has none. */
function behindPolicy(
  snapshot: Snapshot,
  ref: PolicyRef,
  path: string | undefined,
  all: Automations,
): Behind {
  const known = behind(snapshot, all)
  const key = `${formatPolicyRef(ref)}\n${path ?? ''}`
  const found = known.get(key) ?? findBehind(snapshot, ref, path, all)
  known.set(key, found)
  return found
}

const behind = recalled<Automations, Map<string, Behind>>(() => new Map())

function findBehind(snapshot: Snapshot, ref: PolicyRef, path: string | undefined, all: Automations): Behind {
  const isWhole = all === automationsOf(snapshot)
  const own = isWhole ? ofFiles(snapshot, { ref, path }) : reached(snapshot, ref, path, all)
  return behindOf(own.reach, () => inOrder([...ofPolicy(snapshot, ref).common, ...own.links]))
}

function behindOf(reach: Reaching | undefined, find: () => readonly Link[]): Behind {
  const links = once(find)
  return {
    reach,
    automations: reach?.automations ?? [],
    get links() {
      return links()
    },
  }
}

/** What the files alone say of a policy and a file: asked for many times while tag lists arrive. */
const ofFiles = recalledOfFiles(
  (snapshot, { ref, path }: { readonly ref: PolicyRef; readonly path: string | undefined }) =>
    reached(snapshot, ref, path, automationsOf(snapshot)),
  ({ ref, path }) => `${formatPolicyRef(ref)}\n${path ?? ''}`,
)

function reached(snapshot: Snapshot, ref: PolicyRef, path: string | undefined, all: Automations): Behind {
  const { variants, objects } = formsOf(snapshot, ref)
  const reach =
    path === undefined
      ? undefined
      : reaching(snapshot, aliveOf(snapshot, all), { path, ref, policies: variants })
  return behindOf(reach, () => (variants.length === 0 ? [] : bestOf(snapshot, objects, reach)))
}

/** What is the same for every marker of a policy. */
const ofPolicy = recalled(findOfPolicy, formatPolicyRef)

function findOfPolicy(snapshot: Snapshot, ref: PolicyRef) {
  const { variants, found } = formsOf(snapshot, ref)
  if (variants.length === 0) return { variants, common: found }
  const [policy] = variants
  const tags = policy && tagsVerdict(snapshot, policy)
  const common = [
    ...found,
    ...optional('tags', tags),
    named('selection', selectionVerdict(snapshot, ref, variants)),
  ]
  return { variants, common }
}

/** A policy and its repository as the files have them, and whether they are there. */
const formsOf = recalledOfFiles(findForms, formatPolicyRef)

function findForms(snapshot: Snapshot, ref: PolicyRef) {
  const variants = alive(snapshot, policies(snapshot, ref))
  const policy = named('policy', policyVerdict(snapshot, ref, variants))
  const images = alive(
    snapshot,
    variants.flatMap(variant => repositories(snapshot, variant)),
  )
  const objects: readonly Placed[] = [...variants, ...images]
  const repository = optional(
    'repository',
    inEveryForm(variants.map(one => repositoryVerdict(snapshot, one))),
  )
  return { variants, objects, found: [policy, ...repository] }
}

/** What no cluster receives is no form of an object beside one that is received. */
function alive<T extends Placed>(snapshot: Snapshot, forms: readonly T[]): readonly T[] {
  const living = forms.filter(({ path, resource }) => !isDead(snapshot, path, resource.span[0]))
  return living.length === 0 ? forms : living
}

/** The link by which Flux does not write what is selected now at a marker; undefined where none is against it. */
export function blockingLink(
  snapshot: Snapshot,
  path: string,
  marker: Marker,
  only?: Automations,
): Link | undefined {
  const chain = markerChain(snapshot, path, marker, only)
  return brokenLink(chain) ?? suspendedIn(chain.links)
}

/** A `:digest` marker of a policy that reflects none: Flux would write the empty text. */
function blank(snapshot: Snapshot, path: string, marker: Marker): Link | undefined {
  const { setter } = marker
  if (setter?.part !== 'digest' || markerState(snapshot, { path, marker })?.state !== 'blank')
    return undefined
  const verdict: Verdict = {
    ok: false,
    detail: `${formatPolicyRef(setter.policy)} reflects no digest: Flux would write an empty value`,
    remedy: 'Set digestReflectionPolicy, or change the marker.',
    place: { path, span: marker.span },
    code: 'marker-digest-without-reflection',
  }
  return named('selection', verdict)
}

/** The same for a list of automations that many markers are asked about. */
const aliveOf = recalled<Automations, Automations>(alive)

function automationsOf(snapshot: Snapshot): Automations {
  return snapshot.unanswered.recall(allAutomations)
}

function allAutomations({ index }: Snapshot): Automations {
  return [...index.automations.values()].flat()
}

/** In the contract's order, the gravest of one name. What follows a link that does not hold is told all the same. */
function inOrder(links: readonly Link[]): readonly Link[] {
  const ordered = linkNames.flatMap(name => {
    const found = gravest(links.filter(one => one.name === name))
    return found === undefined ? [] : [named(name, found)]
  })
  const isFalse = (name: LinkName) => ordered.some(one => one.name === name && one.ok === false)
  return ordered.filter(({ name, ok }) => ok !== false || !consequences[name]?.some(isFalse))
}

/** What a link needs so that it can be judged: it fails with these, and then says nothing of its own. */
const consequences: Partial<Record<LinkName, readonly LinkName[]>> = {
  tags: ['accepted', 'repository'],
  selection: ['accepted', 'repository', 'tags'],
}
