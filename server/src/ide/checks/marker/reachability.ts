import { markerReach, suspendedLink } from '../../../flux/chain/chain.ts'
import type { Verdict } from '../../../flux/chain/link.ts'
import type { Reaching } from '../../../flux/chain/reaching.ts'
import type { Marker } from '../../../flux/markers/marker.ts'
import { formatSetter, type Setter } from '../../../flux/markers/setter.ts'
import { once } from '../../../flux/once.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImageResource } from '../../../flux/resources/resources.ts'
import { recalledOfFiles } from '../../../flux/workspace/recalled.ts'
import { markersOf, policies, repositories, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import { groupBy } from '../../../text/group-by.ts'
import { field } from '../../../text/node.ts'
import type { Fix, Severity } from '../../answers.ts'
import { type Check, codesOf, markerNameSpan } from '../../check.ts'
import { replace } from '../../fixes/field-edits.ts'
import { ownFile } from '../../fixes/own-file.ts'
import { reachFile } from '../../fixes/reach-file.ts'
import { takePolicy } from '../../fixes/take-policy.ts'
import { ignoredCodes } from '../../ignored-codes.ts'
import { count } from '../../texts/words.ts'

const words: Readonly<Record<string, Words>> = {
  'marker-no-automation': {
    severity: 'warning',
    flux: 'An ImageUpdateAutomation uses the ImagePolicies of its own namespace and no others; there is no way to allow more. Without an automation beside the policy nothing updates the marker.',
    fixes: () => [],
  },
  'marker-outside-update-path': {
    severity: 'warning',
    flux: 'An ImageUpdateAutomation reads the files below its one `spec.update.path`. A marker in any other file is never read.',
    fixes: reachFile,
  },
  'marker-not-selected': {
    severity: 'warning',
    flux: 'Where an ImageUpdateAutomation has a `policySelector`, it uses only policies whose labels satisfy it. All others are left out without a word.',
    fixes: takePolicy,
  },
  'marker-suspended': {
    severity: 'information',
    flux: 'While an automation is suspended, Flux leaves the values below its path as they are. A suspended policy or image repository freezes nothing: no new tag is selected, and the automation goes on writing the one that the policy has stored, also over a change by hand.',
    fixes: resume,
  },
}

/**
 * The first condition about automations that does not hold for a marker (docs/flux.md §4.5, rows 20 to 22 and 39), or
 * what suspends its policy: one finding a cause and file, at the first marker that no comment silences, with the other
 * markers as places. The policy itself has checks of its own, and so has the branch, at the automation.
 */
export const reachabilityCheck: Check = {
  codes: codesOf(words),
  *findings({ file, snapshot }) {
    if (file.facts.markers.length === 0) return
    for (const [cause, here] of causesIn(snapshot, file.path)) {
      const [first, ...others] = here
      const code = first?.verdict.code
      if (first === undefined || code === undefined) continue
      const { verdict, marker, setter } = first
      const { detail, remedy = '', place } = verdict
      const all = snapshot.unanswered.recall(countsOf).get(cause) ?? 1
      const more = all === 1 ? '' : ` So it is at ${count(all - 1, 'more marker')}.`
      yield {
        code,
        cause,
        span: markerNameSpan(file, marker, setter),
        message: `${verdict.ok === null ? 'No new tag comes here' : 'Nothing updates this value'}: ${detail}. ${remedy}${more}`,
        fixes: () => words[code]?.fixes(first) ?? [],
        related: [
          ...(place ? [{ ...place, message: detail }] : []),
          ...others.map(one => ({
            path: one.path,
            span: one.marker.span,
            message: `the same at ${formatSetter(one.setter)}`,
          })),
        ],
      }
    }
  },
}

/** Where a marker is cut off: what its fixes need. */
interface Broken {
  readonly snapshot: Snapshot
  readonly path: string
  readonly marker: Marker
  readonly setter: Setter
  readonly verdict: Verdict
  /** The automations that were left before the chain broke. */
  readonly automations: Reaching['automations']
}

interface Words {
  readonly severity: Severity
  readonly flux: string
  readonly fixes: (broken: Broken) => readonly Fix[]
}

/** The markers of a file that no automation gets to, or that something suspended holds, by their cause. */
const causesIn = recalledOfFiles((snapshot, path: string): ReadonlyMap<string, readonly Broken[]> => {
  const file = snapshot.files.get(path)
  const isSilenced = once(() => ignoredCodes(file?.text ?? ''))
  const found = (file?.facts.markers ?? []).flatMap((marker): readonly Broken[] => {
    const { setter } = marker
    if (setter === undefined) return []
    const { verdict: reach, automations } = markerReach(snapshot, path, setter)
    const verdict = reach.ok === false ? reach : suspendedLink(snapshot, path, marker)
    if (verdict?.code === undefined || isSilenced()(verdict.code, marker.span[0])) return []
    return [{ snapshot, path, marker, setter, verdict, automations }]
  })
  // Asked last: it reads the whole file.
  return groupBy(found.length === 0 || file?.facts.problem ? [] : found, causeOf)
})

/** The place is the cause: a policy, an automation, its suspension. */
function causeOf({ verdict: { code, place }, setter: { policy } }: Broken): string {
  return JSON.stringify([code, place, code === 'marker-no-automation' && policy.namespace])
}

/** How many markers of the workspace each cause cuts off: asked for only where a file on screen has one. */
function countsOf(snapshot: Snapshot): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const path of new Set(markersOf(snapshot).map(one => one.path)))
    for (const [cause, here] of causesIn(snapshot, path))
      counts.set(cause, (counts.get(cause) ?? 0) + here.length)
  return counts
}

function resume({ snapshot, setter, automations }: Broken): readonly Fix[] {
  const suspended: readonly Placed<ImageResource>[] = [
    ...automations.filter(({ resource }) => resource.suspend),
    ...policies(snapshot, setter.policy).flatMap(policy =>
      [policy, ...repositories(snapshot, policy)].filter(({ resource }) => resource.suspend),
    ),
  ]
  const [only, another] = suspended
  const file = only && ownFile(snapshot, only)
  const node = field(only?.resource.node, 'spec', 'suspend')
  if (file === undefined || node === undefined || only === undefined || another) return []
  return [
    {
      title: `Resume ${only.resource.kind} ${only.resource.name}`,
      edits: [replace(file, node.span, 'false')],
    },
  ]
}
