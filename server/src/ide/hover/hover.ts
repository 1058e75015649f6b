import { markerState } from '../../flux/automation/changes.ts'
import { policyState } from '../../flux/chain/policy-state.ts'
import type { Failure } from '../../flux/failure.ts'
import { heldPolicy } from '../../flux/hold/held.ts'
import { heldWords } from '../../flux/hold/held-words.ts'
import type { Marker } from '../../flux/markers/marker.ts'
import { formatPolicyRef, formatSetter, type PolicyRef } from '../../flux/markers/setter.ts'
import { canonicalImage } from '../../flux/resources/image.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { ImagePolicy, ImageRepository } from '../../flux/resources/resources.ts'
import { policyResolution, type Resolution } from '../../flux/selection/resolve.ts'
import { shownTags } from '../../flux/selection/shown-tags.ts'
import { stepKind } from '../../flux/selection/step.ts'
import { policies, repositories, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { cell, code, joined, type Markdown, md } from '../../text/markdown.ts'
import { phraseMarkdown } from '../../text/phrase.ts'
import { contains } from '../../text/span.ts'
import type { Hover } from '../answers.ts'
import { clusterAccess } from '../cluster-access.ts'
import { markerAt, policiesAt, tagOf, tagsOfMarker } from '../navigate/tags-at.ts'
import { age } from '../texts/words.ts'
import { fieldHover } from './field-hover.ts'
import { chainSign, reachMarkdown } from './reach-markdown.ts'
import { remedy } from './remedy.ts'
import { rule } from './rule.ts'
import { tagDetails } from './tag-details.ts'

/** What a marker or a policy means now, what a field of the three kinds is. `now` is in milliseconds since 1970: a tag list has an age. */
export function hover(snapshot: Snapshot, path: string, offset: number, now: number): Hover | undefined {
  const file = snapshot.files.get(path)
  const marker = markerAt(snapshot, path, offset)
  if (marker) return markerHover(snapshot, path, marker, offset, now)
  const variants = policiesAt(snapshot, path, offset)
  const [first] = variants
  if (first === undefined) return file && fieldHover(snapshot, file, offset)
  const parts = variants.map(policy => {
    const ref = { namespace: policy.namespace ?? '', name: policy.resource.name }
    const lines = [
      md`**${formatPolicyRef(ref)}**`,
      ...policyLines(snapshot, policy, now),
      ...heldLines(snapshot, ref),
    ]
    const resolution = policyResolution(snapshot, policy)
    const shown = resolution.state === 'latest' ? shownTags(snapshot, ref) : undefined
    const details = shown ? tagDetails(snapshot, shown, now) : []
    return joined([...lines, outcomeOf(snapshot, policy), ...details], '\n\n')
  })
  return { span: first.resource.span, ...joined(parts, '\n\n---\n\n') }
}

function markerHover(
  snapshot: Snapshot,
  path: string,
  marker: Marker,
  offset: number,
  now: number,
): Hover | undefined {
  if (marker.setter === undefined) return undefined
  const span = contains(marker.span, offset) ? marker.span : marker.value.span
  const state = markerState(snapshot, { path, marker })
  if (state === undefined) return undefined
  const lines = [
    md`${chainSign(snapshot, path, marker)} **${formatSetter(marker.setter)}**${headline(marker, state)}`,
    reachMarkdown(snapshot, path, marker),
    ...heldLines(snapshot, marker.setter.policy),
  ]
  const variants = policies(snapshot, marker.setter.policy)
  if (variants.length > 1) lines.push(variantsTable(snapshot, variants))
  const details = variants.flatMap(policy =>
    variants.length > 1 ? variantLines(snapshot, policy, now) : policyLines(snapshot, policy, now),
  )
  lines.push(...new Map(details.map(one => [one.markdown, one])).values())
  if (state.state === 'open') lines.push(outcome(state.resolution))
  if (state.state === 'blank') {
    lines.push(md`The policy reflects no digest: Flux would write an empty value here.`)
  }
  const shown = tagsOfMarker(snapshot, marker)
  if (shown) lines.push(...tagDetails(snapshot, shown, now))
  return { span, ...joined(lines, '\n\n') }
}

/** Why and since when a policy is held, and how to end it. */
function heldLines(snapshot: Snapshot, ref: PolicyRef): readonly Markdown[] {
  return heldPolicy(snapshot, ref).map(
    held =>
      md`${formatPolicyRef(ref)} ${heldWords(held)}. To end it: ${code(`fluxmark release ${formatPolicyRef(ref)}`)}`,
  )
}

function headline(marker: Marker, state: NonNullable<ReturnType<typeof markerState>>): Markdown {
  if (state.state === 'current') return md` ${code(marker.value.scalar.text)} is the latest`
  if (state.state !== 'outdated') return md``
  const { oldValue, newValue } = state.change
  const step = stepKind(tagOf(oldValue), state.resolution.ref.tag)
  const name = `${state.resolution.ref.name}:`
  const isSameImage = oldValue.startsWith(name) && newValue.startsWith(name)
  const shown = (value: string) => (isSameImage ? value.slice(name.length) : value)
  return md` ${oldValue === '' ? 'nothing' : code(shown(oldValue))} → ${code(shown(newValue))} (${step})`
}

/** Policies of one name that clusters have in different forms, side by side. */
function variantsTable(snapshot: Snapshot, variants: readonly Placed<ImagePolicy>[]): Markdown {
  const rows = variants.map(policy => {
    const given = policy.via.length > 0 ? joined(policy.via.map(code), ', ') : code(policy.path)
    const cells = [given, phraseMarkdown(rule(policy.resource)), outcomeOf(snapshot, policy)]
    return md`| ${joined(cells.map(cell), ' | ')} |`
  })
  return joined([md`| Given by | Policy | |`, md`|---|---|---|`, ...rows], '\n')
}

/** What the table does not tell of one of several variants. */
function variantLines(snapshot: Snapshot, policy: Placed<ImagePolicy>, now: number): readonly Markdown[] {
  const isAsWritten = policy.changes.length === 0 && policy.doubt === undefined
  return [...(isAsWritten ? [] : originLines(policy)), ...scanLines(snapshot, policy, now)]
}

function policyLines(snapshot: Snapshot, policy: Placed<ImagePolicy>, now: number): readonly Markdown[] {
  const head = md`Policy: ${phraseMarkdown(rule(policy.resource))}, in ${code(policy.path)}`
  return [head, ...originLines(policy), ...scanLines(snapshot, policy, now)]
}

function scanLines(snapshot: Snapshot, policy: Placed<ImagePolicy>, now: number): readonly Markdown[] {
  const [repository] = repositories(snapshot, policy)
  return repository?.resource.image ? repositoryLines(snapshot, repository, now) : []
}

/** Where the cluster's form of a resource comes from, where that is not its own file alone. */
function originLines({ via, namespace, namespaceFrom, changes, doubt }: Placed): readonly Markdown[] {
  const list = joined(
    changes.map(({ words }) => md`- ${words}`),
    '\n',
  )
  const origin =
    namespaceFrom === undefined
      ? ''
      : md`, its namespace ${code(namespace ?? '')} from ${namespaceFrom.words}`
  return [
    ...(via.length > 0 ? [md`As ${joined(via.map(code), ', ')} gives it${origin}`] : []),
    ...(changes.length > 0 ? [md`Changed by\n\n${list}`] : []),
    ...(doubt === undefined ? [] : [md`It may be otherwise: ${doubt}`]),
  ]
}

function repositoryLines(
  snapshot: Snapshot,
  repository: Placed<ImageRepository>,
  now: number,
): readonly Markdown[] {
  const image = repository.resource.image?.value ?? ''
  const key = canonicalImage(image)
  const scan = typeof key === 'string' ? snapshot.scans.get(key) : undefined
  const where = md`Repository: ${code(image)}`
  const access = clusterAccess(repository.resource).map(phraseMarkdown)
  if (scan === undefined) return [md`${where}, not scanned yet`, ...access]
  if ('failure' in scan) return [where, ...access]
  const { tags, dropped, credential, mirror, stale, notes = [] } = scan.value
  const invalid = dropped > 0 ? `, ${dropped} invalid entries left out` : ''
  const at = mirror === undefined ? '' : md` at its mirror ${code(mirror)}`
  return [
    md`${where}, ${tags.length} tags${invalid}, scanned${at} ${age(now - scan.at)} ago, ${whose(credential)}`,
    ...(stale ? [md`An old list: ${stale.message} (${stale.code}). ${remedy(stale.code)}`] : []),
    ...notes.map(note => md`${note}`),
    ...access,
  ]
}

function whose(credential: string): string {
  return credential === 'anonymous' ? 'anonymously' : `with the login from ${credential}`
}

/** Where a resolution ended, in a sentence. */
/** What a policy gives, unless the cluster never gets that far. */
function outcomeOf(snapshot: Snapshot, policy: Placed<ImagePolicy>): Markdown {
  const resolution = policyResolution(snapshot, policy)
  const { state, reason } = policyState(snapshot, [policy], resolution)
  return state === resolution.state ? outcome(resolution) : md`The policy does not work: ${reason}`
}

function outcome(resolution: Resolution): Markdown {
  switch (resolution.state) {
    case 'latest': {
      const { name, tag, digest } = resolution.ref
      return md`Latest: ${code(`${name}:${tag}${digest === undefined ? '' : `@${digest}`}`)}`
    }
    case 'failed':
      return failed(resolution.failure)
    case 'invalid':
      return md`The policy does not work: ${resolution.reason}`
    case 'suspended':
      return md`Suspended: ${resolution.reason}`
    case 'unknown':
      return md`Unknown: ${resolution.reason}`
  }
}

/** What a registry failed with, and what to do about it; where Flux selects no tag, the rule is to be changed. */
function failed({ code: name, message }: Failure): Markdown {
  const words = md`No tag: ${message} (${name})`
  return name === 'E_NO_TAG' || name === 'E_TOO_SLOW' ? words : md`${words}. ${remedy(name)}`
}
