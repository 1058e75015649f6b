import { markerState } from '../../flux/automation/changes.ts'
import { blockingLink } from '../../flux/chain/chain.ts'
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
import { linesIn } from '../lines-in.ts'
import { markerAt, policiesAt, tagOf, tagsOfMarker } from '../navigate/tags-at.ts'
import { age, count } from '../texts/words.ts'
import { actionLinks, type HoverLinks, objectLink, policyActions } from './card-links.ts'
import { fieldHover } from './field-hover.ts'
import { chainSign, reachMarkdown } from './reach-markdown.ts'
import { remedy } from './remedy.ts'
import { rule } from './rule.ts'
import { ageOfTag, compareLink, tagDetails } from './tag-details.ts'

/**
 * What a marker or a policy means now, what a field of the three kinds is. `now` is in milliseconds since 1970: a tag
 * list has an age. With `links` it leads to what one can do, and to files.
 */
export function hover(
  snapshot: Snapshot,
  path: string,
  offset: number,
  now: number,
  links?: HoverLinks,
): Hover | undefined {
  const file = snapshot.files.get(path)
  const marker = markerAt(snapshot, path, offset)
  if (marker) return markerHover({ snapshot, now, links }, path, marker, offset)
  const variants = policiesAt(snapshot, path, offset)
  const [first] = variants
  if (first === undefined) return file && fieldHover(snapshot, file, offset)
  const asked = { snapshot, now, links }
  const parts = variants.map(policy => {
    const ref = { namespace: policy.namespace ?? '', name: policy.resource.name }
    const held = heldPolicy(snapshot, ref)
    const { hold, explain, playground } = policyActions(ref, held.length > 0)
    const resolution = policyResolution(snapshot, policy)
    const shown = resolution.state === 'latest' ? shownTags(snapshot, ref) : undefined
    const lines = [
      md`**${formatPolicyRef(ref)}**`,
      outcomeOf(snapshot, policy),
      actionLinks(links, [hold, explain, playground], undefined),
      ...heldLines(held, ref),
      ...policyLines(asked, policy),
      ...(shown ? tagDetails(snapshot, shown, now) : []),
      ...scanLines(asked, policy),
    ]
    return joined(lines, '\n\n')
  })
  return { span: first.resource.span, ...joined(parts, '\n\n---\n\n') }
}

/** What a hover is told from: `now` in ms since 1970. */
interface Asked {
  readonly snapshot: Snapshot
  readonly now: number
  readonly links: HoverLinks | undefined
}

/** The card: the step, its age and what Flux does, what one can do, who decides; what the image and the registry say last. */
function markerHover(asked: Asked, path: string, marker: Marker, offset: number): Hover | undefined {
  const { snapshot, now, links } = asked
  const { setter } = marker
  if (setter === undefined) return undefined
  const span = contains(marker.span, offset) ? marker.span : marker.value.span
  const state = markerState(snapshot, { path, marker })
  if (state === undefined) return undefined
  const shown = tagsOfMarker(snapshot, marker)
  const { verdict, unknown } = reachMarkdown(snapshot, path, marker)
  const held = heldPolicy(snapshot, setter.policy)
  const { hold, playground } = policyActions(setter.policy, held.length > 0)
  const argument = links && {
    uri: links.toUri(path),
    line: linesIn(snapshot, path).positionAt(marker.span[0]).line + 1,
  }
  const isOffered = state.state === 'outdated' && blockingLink(snapshot, path, marker) === undefined
  const offered = argument
    ? [
        ...(isOffered ? [{ words: 'Update', command: 'fluxmark.update', argument }] : []),
        { words: 'Pick a tag', command: 'fluxmark.pickTag', argument },
        hold,
        { words: 'Explain', command: 'fluxmark.explain', argument },
        playground,
      ]
    : []
  const step = headline(marker, state, shown && ageOfTag(snapshot, shown.latest, now))
  const first = joined([`${chainSign(snapshot, path, marker)}`, step, '·', verdict], ' ')
  const lines = [
    first,
    unknown,
    actionLinks(links, offered, shown && compareLink(snapshot, shown)),
    ...heldLines(held, setter.policy),
  ]
  const variants = policies(snapshot, setter.policy)
  if (variants.length > 1) lines.push(variantsTable(snapshot, variants))
  const details = variants.flatMap(policy =>
    variants.length > 1 ? variantLines(asked, policy) : policyLines(asked, policy),
  )
  lines.push(...distinct(details))
  if (state.state === 'open') lines.push(outcome(state.resolution))
  if (state.state === 'blank') {
    lines.push(md`The policy reflects no digest: Flux would write an empty value here.`)
  }
  if (shown) lines.push(...tagDetails(snapshot, shown, now))
  lines.push(...distinct(variants.flatMap(policy => scanLines(asked, policy))))
  return { span, ...joined(lines, '\n\n') }
}

function distinct(lines: readonly Markdown[]): readonly Markdown[] {
  return [...new Map(lines.map(one => [one.markdown, one])).values()]
}

/** Why and since when a policy is held, and how to end it. */
function heldLines(held: ReturnType<typeof heldPolicy>, ref: PolicyRef): readonly Markdown[] {
  return held.map(
    one =>
      md`${formatPolicyRef(ref)} ${heldWords(one)}. To end it: ${code(`fluxmark release ${formatPolicyRef(ref)}`)}`,
  )
}

/** `1.0.0 → 1.1.0 (minor, 3 days old)`; the policy's name where no step is known. */
function headline(
  marker: Marker,
  state: NonNullable<ReturnType<typeof markerState>>,
  old: string | undefined,
): Markdown {
  const setter = marker.setter ? formatSetter(marker.setter) : ''
  const since = old === undefined ? '' : `, ${old}`
  if (state.state === 'current')
    return md`${code(marker.value.scalar.text)} is the latest of ${setter}${since}`
  if (state.state !== 'outdated') return md`**${setter}**`
  const { oldValue, newValue } = state.change
  const step = stepKind(tagOf(oldValue), state.resolution.ref.tag)
  const name = `${state.resolution.ref.name}:`
  const isSameImage = oldValue.startsWith(name) && newValue.startsWith(name)
  const shown = (value: string) => (isSameImage ? value.slice(name.length) : value)
  return md`${oldValue === '' ? 'nothing' : code(shown(oldValue))} → ${code(shown(newValue))} (${step}${since})`
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
function variantLines(asked: Asked, policy: Placed<ImagePolicy>): readonly Markdown[] {
  const isAsWritten = policy.changes.length === 0 && policy.doubt === undefined
  return [...(isAsWritten ? [] : originLines(policy)), ...repositoryLines(asked, policy)]
}

function policyLines(asked: Asked, policy: Placed<ImagePolicy>): readonly Markdown[] {
  const { snapshot, links } = asked
  const name = objectLink(snapshot, links, policy)
  const head = md`Policy ${name}: ${phraseMarkdown(rule(policy.resource))}, in ${code(policy.path)}`
  return [head, ...originLines(policy), ...repositoryLines(asked, policy)]
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

/** The image that a policy selects from, and what keeps its tags from being the newest. */
function repositoryLines({ snapshot, links }: Asked, policy: Placed<ImagePolicy>): readonly Markdown[] {
  const [repository] = repositories(snapshot, policy)
  const image = repository?.resource.image?.value
  if (repository === undefined || image === undefined) return []
  const scan = scanOf(snapshot, repository)
  const where = md`Repository ${objectLink(snapshot, links, repository)}: ${code(image)}`
  if (scan === undefined) return [md`${where}, not scanned yet`]
  if ('failure' in scan) return [where]
  const { tags, dropped, stale } = scan.value
  const invalid = dropped > 0 ? `, ${dropped} invalid entries left out` : ''
  return [
    md`${where}, ${count(tags.length, 'tag')}${invalid}`,
    ...(stale ? [md`An old list: ${stale.message} (${stale.code}). ${remedy(stale.code)}`] : []),
  ]
}

/** When and with whose login the tags were listed, and what Flux uses instead. */
function scanLines({ snapshot, now }: Asked, policy: Placed<ImagePolicy>): readonly Markdown[] {
  const [repository] = repositories(snapshot, policy)
  if (repository?.resource.image === undefined) return []
  const access = clusterAccess(repository.resource).map(phraseMarkdown)
  const scan = scanOf(snapshot, repository)
  if (scan === undefined || 'failure' in scan) return access
  const { credential, mirror, notes = [] } = scan.value
  const at = mirror === undefined ? '' : md` at its mirror ${code(mirror)}`
  return [
    ...notes.map(note => md`${note}`),
    ...access,
    md`Tags scanned${at} ${age(now - scan.at)} ago, ${whose(credential)}`,
  ]
}

function scanOf(snapshot: Snapshot, { resource }: Placed<ImageRepository>) {
  const key = canonicalImage(resource.image?.value ?? '')
  return typeof key === 'string' ? snapshot.scans.get(key) : undefined
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
