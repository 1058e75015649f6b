import { blockingLink } from '../../flux/chain/chain.ts'
import type { Link } from '../../flux/chain/link.ts'
import { type PolicyState, policyState } from '../../flux/chain/policy-state.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { policyResolution } from '../../flux/selection/resolve.ts'
import { markersOf, type Snapshot } from '../../flux/workspace/snapshot.ts'
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

/** Above every ImagePolicy what it selects now, how many markers name it, and their update where they are outdated. */
export function codeLenses(snapshot: Snapshot, path: string): readonly CodeLens[] {
  const placed = [...snapshot.index.policies.values()].flat().filter(policy => policy.path === path)
  if (placed.length === 0) return []
  const all = markersOf(snapshot)
  return placed.flatMap(policy => {
    const { name, node, span: at } = policy.resource
    // The whole object, where it stands in this file as one.
    const span = contains(node.span, at[0]) ? node.span : at
    const ref = formatPolicyRef({ namespace: policy.namespace ?? '', name })
    const markers = all.filter(({ marker: { setter } }) => setter && formatPolicyRef(setter.policy) === ref)
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
