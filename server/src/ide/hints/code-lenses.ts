import { isReached } from '../../flux/automation/is-reached.ts'
import { pushBranch } from '../../flux/automation/push-branch.ts'
import { blockingLink } from '../../flux/chain/chain.ts'
import type { Link } from '../../flux/chain/link.ts'
import { type PolicyState, policyState } from '../../flux/chain/policy-state.ts'
import { heldAutomation, heldPolicy } from '../../flux/hold/held.ts'
import { heldWords } from '../../flux/hold/held-words.ts'
import type { Held } from '../../flux/hold/hold.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../../flux/resources/resources.ts'
import { policyResolution } from '../../flux/selection/resolve.ts'
import { markersOf, type PlacedMarker, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { contains, type Span } from '../../text/span.ts'
import { isWritten, pending } from '../fixes/actions.ts'
import { whyNot } from '../texts/why-not.ts'
import { count, visible } from '../texts/words.ts'

/** Words above a line, and what choosing them does; nothing, where there is no command. */
export interface CodeLens {
  readonly span: Span
  readonly title: string
  readonly command?: { readonly name: string; readonly argument: Readonly<Record<string, string>> }
}

/**
 * Above every ImagePolicy what it selects now, how many markers name it, their update where they are outdated, and why it
 * is held; above an ImageUpdateAutomation how many markers it reaches, where it pushes to, and why it is frozen.
 */
export function codeLenses(snapshot: Snapshot, path: string): readonly CodeLens[] {
  return [
    ...policyLenses(snapshot, path),
    ...repositoryLenses(snapshot, path),
    ...automationLenses(snapshot, path),
  ]
}

/** The playground of its exclusion list. */
function repositoryLenses(snapshot: Snapshot, path: string): readonly CodeLens[] {
  return [...snapshot.index.repositories].flatMap(([repository, forms]) => {
    const here = forms.find(form => form.path === path)
    return here
      ? [
          {
            span: spanOf(here),
            title: 'Playground',
            command: { name: 'fluxmark.playground', argument: { repository } },
          },
        ]
      : []
  })
}

/** How many of the markers of its policies an automation reaches, where it pushes to, and what one can do about it. */
function automationLenses(snapshot: Snapshot, path: string): readonly CodeLens[] {
  return [...snapshot.index.automations].flatMap(([automation, forms]) => {
    const here = forms.find(form => form.path === path)
    if (here === undefined) return []
    const argument = { automation }
    const span = spanOf(here)
    const held = heldAutomation(snapshot, automation)
    const freeze = { span, title: 'Freeze', command: { name: 'fluxmark.hold', argument } }
    return [
      { span, title: [reached(snapshot, here), ...pushes(snapshot, here)].join(' · ') },
      { span, title: 'Simulate', command: { name: 'fluxmark.simulate', argument } },
      ...(held.length > 0 || here.resource.suspend ? heldLenses(span, held, argument) : [freeze]),
    ]
  })
}

/** `12 of 14 markers reached`: of those whose policy it takes, and with what keeps Flux from the others. */
function reached(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>): string {
  const anywhere = { ...automation, resource: { ...automation.resource, path: '' } }
  const isBelow = (from: typeof automation, { path, marker }: PlacedMarker) =>
    isReached(snapshot, from, { path, setter: marker.setter })
  const all = markersOf(snapshot).filter(one => isBelow(anywhere, one))
  const covered = all.filter(one => isBelow(automation, one))
  const blocked = covered.flatMap(({ path, marker }) => blockingLink(snapshot, path, marker) ?? [])
  return [`${covered.length} of ${count(all.length, 'marker')} reached`, ...not(blocked)].join(' · ')
}

function pushes(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>): readonly string[] {
  if (automation.resource.suspend) return ['suspended']
  const push = pushBranch(snapshot, automation)
  return push.state === 'known' ? [`pushes to ${visible(push.branch)}`] : []
}

function heldLenses(
  span: Span,
  held: readonly Held[],
  argument: Readonly<Record<string, string>>,
): readonly CodeLens[] {
  return held.length === 0
    ? []
    : [
        { span, title: held.map(one => visible(heldWords(one))).join(' · ') },
        { span, title: 'Release', command: { name: 'fluxmark.release', argument } },
      ]
}

/** The whole object, where it stands in its file as one. */
function spanOf({ resource: { node, span } }: Placed): Span {
  return contains(node.span, span[0]) ? node.span : span
}

function policyLenses(snapshot: Snapshot, path: string): readonly CodeLens[] {
  const placed = [...snapshot.index.policies.values()].flat().filter(policy => policy.path === path)
  if (placed.length === 0) return []
  return placed.flatMap(policy => {
    const span = spanOf(policy)
    const named = { namespace: policy.namespace ?? '', name: policy.resource.name }
    const ref = formatPolicyRef(named)
    const markers = markersOf(snapshot, named)
    const blocked = markers.flatMap(({ path: at, marker }) => blockingLink(snapshot, at, marker) ?? [])
    const outdated = pending(snapshot, markers).filter(change => isWritten(snapshot, change)).length
    const state = policyState(snapshot, [policy], policyResolution(snapshot, policy))
    // Without an image that is selected, nothing is promised.
    const rest = state.latest ? not(blocked) : []
    const update = outdated === 1 ? 'Update the one that is outdated' : `Update all ${outdated}`
    const argument = { policy: ref }
    return [
      { span, title: [selected(state), count(markers.length, 'marker'), ...rest].join(' · ') },
      ...(outdated === 0 ? [] : [{ span, title: update, command: { name: 'fluxmark.update', argument } }]),
      ...heldLenses(span, heldPolicy(snapshot, named), argument),
      { span, title: 'Playground', command: { name: 'fluxmark.playground', argument } },
    ]
  })
}

/** The reasons are in the hover. */
function selected({ state, latest, code }: PolicyState): string {
  if (latest) {
    const digest = latest.digest === undefined ? '' : `@${latest.digest.slice(0, 19)}`
    return `latest ${visible(`${latest.tag}${digest}`)}`
  }
  switch (state) {
    case 'failed':
      return `no latest tag (${code})`
    case 'unknown':
      return 'latest not known'
    default:
      return code === undefined ? state : `${state} (${code})`
  }
}

/** What Flux leaves as it is: `2 not updated: suspended`. */
function not(blocked: readonly Link[]): readonly string[] {
  if (blocked.length === 0) return []
  const reasons = [...new Set(blocked.map(whyNot))]
  return [`${blocked.length} not updated: ${reasons.join(', ')}`]
}
