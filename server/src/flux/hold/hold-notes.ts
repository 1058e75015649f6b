import { isGoError } from '../../go/go-error.ts'
import { parseConstraint } from '../../go/semver/constraint.ts'
import { satisfies } from '../../go/semver/satisfies.ts'
import { parseVersion } from '../../go/semver/version.ts'
import { blockingLink } from '../chain/chain.ts'
import { canonicalImage } from '../resources/image.ts'
import { semverGeneration } from '../version/flux-version.ts'
import { fluxVersionAt } from '../version/flux-version-at.ts'
import { policies, repositories, type Snapshot } from '../workspace/snapshot.ts'
import type { HoldWish } from './hold-policy.ts'
import { knownTags, selectedBy } from './selected-by.ts'
import { writtenTags } from './written-tags.ts'

/** What one should know of a hold before it is written: each a sentence or two. */
export function holdNotes(
  before: Snapshot,
  after: Snapshot,
  wish: HoldWish,
  affects: readonly string[],
): readonly string[] {
  return [
    ...unknownTags(after, wish),
    ...suspended(after, wish),
    ...admitted(before, after, wish),
    ...order(before, after, wish),
    ...(affects.length === 0 ? [] : [`It reaches ${affects.join(', ')} too, by what they share.`]),
  ]
}

function unknownTags(after: Snapshot, { ref, at }: HoldWish): readonly string[] {
  const images = policies(after, ref)
    .flatMap(policy => repositories(after, policy))
    .map(({ resource }) => resource.image?.value ?? '')
  return [...new Set(images)].flatMap(image => {
    const key = canonicalImage(image)
    const scan = typeof key === 'string' ? after.scans.get(key) : undefined
    return scan && 'value' in scan
      ? []
      : [`The tags of ${image} are not known: whether the registry still lists ${at} was not looked at.`]
  })
}

function suspended(after: Snapshot, { ref }: HoldWish): readonly string[] {
  const variants = policies(after, ref)
  const objects = [...variants, ...variants.flatMap(policy => repositories(after, policy))]
  return objects.flatMap(({ resource }) =>
    resource.suspend
      ? [
          `${resource.kind} ${resource.name} is suspended: Flux keeps writing the tag that it has stored until spec.suspend is false.`,
        ]
      : [],
  )
}

/** Up to Flux 2.6 a range takes prereleases where all that it says is which version it does not take (docs/flux.md §3.3). */
function admitted(before: Snapshot, after: Snapshot, { ref, at, by }: HoldWish): readonly string[] {
  if (by !== 'exclude') return []
  const old = policies(before, ref)
  return [
    ...new Set(
      policies(after, ref).flatMap((policy, index) => {
        const range = policy.resource.policy.semver?.range
        const was = old[index]?.resource.policy.semver?.range
        if (range === undefined || was === undefined) return []
        const flux = fluxVersionAt(after, policy.path)
        const generation = semverGeneration(flux)
        const [now, then] = [parseConstraint(range, generation), parseConstraint(was, generation)]
        const release = /\d+\.\d+\.\d+/.exec(at)?.[0] ?? '1.0.0'
        const isNew = [`${release}-rc.1`, ...(knownTags(after, policy) ?? [])].find(tag => {
          const version = parseVersion(tag)
          if (isGoError(version) || isGoError(now) || isGoError(then)) return false
          return satisfies(now, version) && !satisfies(then, version)
        })
        const isBare =
          !isGoError(now) && now.groups.some(terms => terms.every(({ operator }) => operator === '!='))
        if (generation === 'flux-2.6' && isBare)
          return [
            `Flux up to 2.6 takes prereleases by ${range}: a range that only says != leaves none of them out. Add a lower bound, such as >=0.0.0, if that is not meant.`,
          ]
        return isNew === undefined
          ? []
          : [
              `The range ${range} takes prereleases such as ${isNew}, which ${was} does not: a prerelease in a range opens it to others. Hold a version with --by range if that is not meant.`,
            ]
      }),
    ),
  ]
}

/** Flux itself writes what the policy selects: a value that is changed along with the policy is one run too early. */
function order(before: Snapshot, after: Snapshot, { ref, at, by }: HoldWish): readonly string[] {
  const [old, policy] = [policies(before, ref)[0], policies(after, ref)[0]]
  const next = by === 'range' ? at : policy && selectedBy(after, policy)
  const selected = old && selectedBy(before, old)
  const values = writtenTags(after, ref)
    .flatMap(({ tag, markers }) => (tag === next ? [] : markers))
    .filter(({ path, marker }) => blockingLink(after, path, marker) === undefined)
  if (next === undefined || values.length === 0) return []
  const what = values.length === 1 ? 'the value' : `${values.length} values`
  const other = selected === undefined || selected === next ? 'another tag' : selected
  return [
    `Flux will write ${next} to ${what} itself, once the cluster has the policy. Push the policy alone: a run before that can still write ${other} over a value which is pushed along. Or freeze the automation first: fluxmark hold --automation NAMESPACE:NAME.`,
  ]
}
