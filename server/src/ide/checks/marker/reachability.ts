import { markerReach, suspendedLink } from '../../../flux/chain/chain.ts'
import type { Verdict } from '../../../flux/chain/link.ts'
import type { Reaching } from '../../../flux/chain/reaching.ts'
import type { Marker } from '../../../flux/markers/marker.ts'
import { formatSetter, type Setter } from '../../../flux/markers/setter.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImageResource } from '../../../flux/resources/resources.ts'
import { markersOf, policies, repositories, type Snapshot } from '../../../flux/workspace/snapshot.ts'
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
    for (const { cause, count: all, here } of causesIn(snapshot, file.path)) {
      const [first, ...others] = here
      const code = first?.verdict.code
      if (first === undefined || code === undefined) continue
      const { verdict, marker, setter } = first
      const { detail, remedy = '', place } = verdict
      const more = all() === 1 ? '' : ` So it is at ${count(all() - 1, 'more marker')}.`
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

/** The markers of one file with one cause, and how many of it the workspace holds. */
interface OfCause {
  readonly cause: string
  readonly count: () => number
  readonly here: Broken[]
}

function causesIn(snapshot: Snapshot, path: string): Iterable<OfCause> {
  return snapshot.unanswered.recall(brokenByFile).get(path)?.values() ?? []
}

/** The markers that no automation gets to, or that something suspended holds, by file and cause. */
function brokenByFile(snapshot: Snapshot): ReadonlyMap<string, ReadonlyMap<string, OfCause>> {
  const counts = new Map<string, number>()
  const files = new Map<string, Map<string, OfCause>>()
  const silenced = new Map<string, ReturnType<typeof ignoredCodes>>()
  const isSilenced = (path: string, code: string, { span }: Marker) => {
    const known = silenced.get(path) ?? ignoredCodes(snapshot.files.get(path)?.text ?? '')
    silenced.set(path, known)
    return known(code, span[0])
  }
  for (const { path, marker } of markersOf(snapshot)) {
    const { setter } = marker
    if (setter === undefined) continue
    const { verdict, automations } = markerReach(snapshot, path, setter)
    const found = verdict.ok === false ? verdict : suspendedLink(snapshot, path, marker)
    if (found?.code === undefined || isSilenced(path, found.code, marker)) continue
    // Asked last: it reads the whole file.
    if (snapshot.files.get(path)?.facts.problem) continue
    // The place is the cause: a policy, an automation, its suspension.
    const key = JSON.stringify([
      found.code,
      found.place,
      found.code === 'marker-no-automation' && setter.policy.namespace,
    ])
    const causes = files.get(path) ?? new Map<string, OfCause>()
    files.set(path, causes)
    const broken = { snapshot, path, marker, setter, verdict: found, automations }
    const known = causes.get(key)
    if (known) known.here.push(broken)
    else causes.set(key, { cause: key, count: () => counts.get(key) ?? 0, here: [broken] })
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return files
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
