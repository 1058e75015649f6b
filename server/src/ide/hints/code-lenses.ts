import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { policyResolution, type Resolution } from '../../flux/selection/resolve.ts'
import { markersOf, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { contains, type Span } from '../../text/span.ts'
import { pending } from '../fixes/actions.ts'
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
    const outdated = pending(snapshot, markers).length
    const latest = selected(policyResolution(snapshot, policy))
    const update = outdated === 1 ? 'Update the one that is outdated' : `Update all ${outdated}`
    const argument = { policy: ref }
    return [
      { span, title: `${latest} · ${count(markers.length, 'marker')}` },
      ...(outdated === 0 ? [] : [{ span, title: update, command: { name: 'fluxmark.update', argument } }]),
    ]
  })
}

/** The reasons are in the hover. */
function selected(resolution: Resolution): string {
  switch (resolution.state) {
    case 'latest':
      return `latest ${visible(resolution.ref.tag)}`
    case 'failed':
      return `no latest tag (${resolution.failure.code})`
    case 'unknown':
      return 'latest not known'
    default:
      return resolution.state
  }
}
