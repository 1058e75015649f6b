import { heldAutomation, heldPolicy } from '../../flux/hold/held.ts'
import { writtenTags } from '../../flux/hold/written-tags.ts'
import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import { latestRef } from '../../flux/selection/resolve.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { contains, type Span } from '../../text/span.ts'
import { markerAt } from '../navigate/tags-at.ts'
import { visible } from '../texts/words.ts'

/** A hold or a release on offer at a place: a command of the server's and its argument. */
export interface HoldAction {
  readonly title: string
  readonly command: 'fluxmark.hold' | 'fluxmark.release'
  readonly argument: Readonly<Record<string, string>>
}

/** What can be held or released at a place: the policy of a marker, an ImagePolicy, an ImageUpdateAutomation. */
export function holdActions(snapshot: Snapshot, path: string, [start]: Span): readonly HoldAction[] {
  const { policies, automations } = heldAt(snapshot, path, start)
  return [
    ...policies.flatMap(ref => ofPolicy(snapshot, ref)),
    ...automations.flatMap(automation => ofAutomation(snapshot, automation)),
  ]
}

/** The policies and automations that a place is about. */
export function heldAt(
  snapshot: Snapshot,
  path: string,
  offset: number,
): { readonly policies: readonly PolicyRef[]; readonly automations: readonly string[] } {
  const marked = markerAt(snapshot, path, offset)?.setter?.policy
  const { index } = snapshot
  const isHere = (one: {
    readonly path: string
    readonly resource: { readonly node: { readonly span: Span } }
  }) => one.path === path && contains(one.resource.node.span, offset)
  const named = [...index.policies.values()].flatMap(forms => {
    const [first] = forms.filter(isHere)
    return first?.namespace === undefined ? [] : [{ namespace: first.namespace, name: first.resource.name }]
  })
  return {
    policies: marked ? [marked] : named,
    automations: [...index.automations].flatMap(([name, forms]) => (forms.some(isHere) ? [name] : [])),
  }
}

function ofPolicy(snapshot: Snapshot, ref: PolicyRef): readonly HoldAction[] {
  const policy = formatPolicyRef(ref)
  const resolution = latestRef(snapshot, ref)
  const selected = resolution.state === 'latest' ? resolution.ref.tag : undefined
  const held = heldPolicy(snapshot, ref)
  const skip: readonly HoldAction[] =
    selected === undefined
      ? []
      : [
          {
            title: `Skip ${visible(selected)} of ${visible(policy)}`,
            command: 'fluxmark.hold',
            argument: { policy, at: selected, by: 'exclude' },
          },
        ]
  if (held.length > 0) {
    const release: HoldAction = {
      title: `Release ${visible(policy)}`,
      command: 'fluxmark.release',
      argument: { policy },
    }
    return held.every(({ by }) => by === 'exclude') ? [release, ...skip] : [release]
  }
  const [written, another] = writtenTags(snapshot, ref)
  const holds = (written && another === undefined ? [written.tag] : []).map(
    (at): HoldAction => ({
      title: `Hold ${visible(policy)} at ${visible(at)}`,
      command: 'fluxmark.hold',
      argument: { policy, at, by: 'range' },
    }),
  )
  return [...holds, ...skip]
}

function ofAutomation(snapshot: Snapshot, automation: string): readonly HoldAction[] {
  const isHeld = heldAutomation(snapshot, automation).length > 0
  const isSuspended = snapshot.index.automations.get(automation)?.every(({ resource }) => resource.suspend)
  if (!isHeld && isSuspended) return []
  return [
    {
      title: `${isHeld ? 'Release' : 'Freeze'} ${visible(automation)}`,
      command: isHeld ? 'fluxmark.release' : 'fluxmark.hold',
      argument: { automation },
    },
  ]
}
