import { markerState } from '../../../flux/automation/changes.ts'
import { heldPolicy } from '../../../flux/hold/held.ts'
import { formatPolicyRef, partOf } from '../../../flux/markers/setter.ts'
import { canonicalImage } from '../../../flux/resources/image.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImagePolicy } from '../../../flux/resources/resources.ts'
import { policer } from '../../../flux/selection/policy.ts'
import { tagKey } from '../../../flux/selection/tags.ts'
import { semverGeneration } from '../../../flux/version/flux-version.ts'
import { fluxVersionAt } from '../../../flux/version/flux-version-at.ts'
import { policies, repositories, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import { isGoError } from '../../../go/go-error.ts'
import { compareVersions, parseVersion } from '../../../go/semver/version.ts'
import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { markedValues } from './marked-value.ts'

/** A value that Flux would take back to an older tag (docs/flux.md §4.5, row 42). */
export const valueAhead: Check = {
  codes: [
    {
      code: 'value-ahead-of-policy',
      severity: 'warning',
      flux: 'Flux writes what the policy selects, whatever stands there. A newer tag that the registry no longer lists, or that the policy leaves out, is replaced by an older one: nothing guards against downgrades.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const { marker, setter } of markedValues(file)) {
      if (setter.part !== 'image' && setter.part !== 'tag') continue
      const state = markerState(snapshot, { path: file.path, marker })
      if (state?.state !== 'outdated') continue
      const { ref } = state.resolution
      const old = state.change.oldValue.split('@')[0] ?? ''
      const isSame = setter.part === 'tag' || old.startsWith(`${partOf(ref, 'name')}:`)
      const tag = setter.part === 'tag' ? old : old.slice(old.lastIndexOf(':') + 1)
      const [policy] = policies(snapshot, setter.policy)
      if (!isSame || policy === undefined || tag === ref.tag) continue
      // Somebody means it to go back.
      if (heldPolicy(snapshot, setter.policy).length > 0) continue
      if (!isAhead(snapshot, policy, tag, ref.tag)) continue
      const name = formatPolicyRef(setter.policy)
      const why = isListed(snapshot, policy, tag)
        ? `${name} leaves ${visible(tag)} out`
        : `the registry does not list ${visible(tag)}`
      yield {
        span: marker.value.span,
        message: `Flux would go back from ${visible(tag)} to ${visible(ref.tag)}: ${why}. Suspend the automation or widen the policy if ${visible(tag)} is meant to stay.`,
      }
    }
  },
}

/** Whether a policy would rather have one tag than the one it selects, if only it could. */
function isAhead(
  snapshot: Snapshot,
  { resource: { policy, filter }, path }: Placed<ImagePolicy>,
  tag: string,
  selected: string,
): boolean {
  const keyOf = filter === undefined ? (one: string) => one : tagKey(filter)
  if (isGoError(keyOf)) return false
  const [key, best] = [keyOf(tag), keyOf(selected)]
  if (key === undefined || best === undefined || key === best) return false
  if (policy.semver) {
    const [version, latest] = [parseVersion(key), parseVersion(best)]
    return !isGoError(version) && !isGoError(latest) && compareVersions(version, latest) > 0
  }
  const chooser = policer(policy, semverGeneration(fluxVersionAt(snapshot, path)))
  const choice = isGoError(chooser) ? chooser : chooser.choose([key, best]).choice
  return !isGoError(choice) && choice.key === key && !choice.tied
}

/** Whether the tag is among those that the registry lists for the policy's image. */
function isListed(snapshot: Snapshot, policy: Placed<ImagePolicy>, tag: string): boolean {
  return repositories(snapshot, policy).some(({ resource }) => {
    const image = canonicalImage(resource.image?.value ?? '')
    const scan = typeof image === 'string' ? snapshot.scans.get(image) : undefined
    return scan !== undefined && 'value' in scan && scan.value.tags.includes(tag)
  })
}
