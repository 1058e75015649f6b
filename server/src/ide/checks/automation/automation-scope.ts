import { isReached } from '../../../flux/automation/is-reached.ts'
import { markersBelow } from '../../../flux/automation/markers-below.ts'
import { isOwnAutomation } from '../../../flux/automation/own-automation.ts'
import { pushBranch } from '../../../flux/automation/push-branch.ts'
import { updatePath } from '../../../flux/automation/update-path.ts'
import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../../../flux/resources/resources.ts'
import { isSelected } from '../../../flux/resources/selector.ts'
import { selectorFaults } from '../../../flux/resources/selector-faults.ts'
import { innerSpan, keySpan, specField, specScalar } from '../../../flux/resources/spec-field.ts'
import { markersOf, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { Check } from '../../check.ts'
import { isOverlapping, othersPushingTo, overlapCandidates, policiesIn } from './rivals.ts'

type Automation = Placed<ImageUpdateAutomation>

/** A selector that takes no policy (docs/flux.md §5.1). */
export const iuaSelectorEmpty: Check = {
  codes: [
    {
      code: 'iua-selector-empty',
      severity: 'warning',
      flux: 'The policySelector narrows the policies of the automation’s own namespace by their labels. Where it takes none, nothing is ever updated.',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    const { unplaced } = snapshot.index
    if (unplaced.some(({ resource }) => isImagePolicy(resource))) return
    for (const { automation, variants } of placedAutomations) {
      // What is no selector at all has a name of its own.
      if (selectorFaults(specField(automation, 'policySelector')).length > 0) continue
      const spaces = new Set(variants.map(({ namespace }) => namespace))
      const own = [...spaces].flatMap(namespace => policiesIn(snapshot, namespace))
      if (own.length === 0) continue
      const takes = ({ resource }: Automation) =>
        own.some(policy => isSelected(policy.resource.labels, resource.policySelector))
      const span = keySpan(specField(automation), 'policySelector')
      if (span === undefined || variants.some(takes)) continue
      yield {
        span,
        message: `No ImagePolicy of the namespace ${variants[0]?.namespace} has these labels: nothing is ever updated. Label the policies, or widen the selector.`,
      }
    }
  },
}

/** An automation that has nothing to update (docs/flux.md §7). */
export const iuaNoMarkers: Check = {
  codes: [
    {
      code: 'iua-no-markers',
      severity: 'warning',
      flux: 'An automation changes marked values below its path, by policies of its namespace. Where there are none it runs in vain, without an error.',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    const isOwn = isOwnAutomation(snapshot)
    const automations = placedAutomations
    // A workspace without any marker keeps them elsewhere, or has none yet.
    if (automations.length === 0 || markersOf(snapshot).length === 0) return
    for (const { automation, variants } of automations) {
      const [variant] = variants
      if (variant === undefined || variants.some(one => coversMarker(snapshot, one))) continue
      if (!variants.some(one => takesAny(snapshot, one))) continue
      if (variants.some(one => ['unlikely', 'no'].includes(isOwn(one)) || !isThere(snapshot, one))) continue
      yield {
        span: automation.span,
        ...(variants.every(one => isOwn(one) === 'certainly') ? {} : { severity: 'information' }),
        message: `Nothing below ${automation.path === '' ? 'the root' : automation.path} has a marker for a policy of ${variant.namespace}: this automation updates nothing.`,
      }
    }
  },
}

/** Two automations that change the same values (docs/flux.md §7). */
export const iuaOverlappingPaths: Check = {
  codes: [
    {
      code: 'iua-overlapping-paths',
      severity: 'warning',
      flux: 'Two automations of a namespace whose paths overlap and that take the same policies change the same values. The one that comes second fails to push, or makes the same commit on another branch.',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    for (const { automation, variants } of placedAutomations) {
      const [variant] = variants
      const other =
        variant && overlapCandidates(snapshot, variant).find(one => isOverlapping(snapshot, one, variant))
      if (other === undefined) continue
      const path = specScalar(automation, 'update', 'path')
      yield {
        span: path ? innerSpan(path) : automation.span,
        message: `ImageUpdateAutomation ${nameOf(other)} updates ${other.resource.path || 'the whole repository'} too, by the same policies: they race for the same values. Give each a folder or policies of its own.`,
        related: [related(other)],
      }
    }
  },
}

/** Two automations that push to one branch (docs/flux.md §7). */
export const iuaSamePushBranch: Check = {
  codes: [
    {
      code: 'iua-same-push-branch',
      severity: 'hint',
      flux: 'Flux builds on the remote push branch, so that the commits of two automations stack there. Only two runs at the same time race: one push is refused, and that run is repeated.',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    for (const { automation, variants } of placedAutomations) {
      const [variant] = variants
      const push = variant && pushBranch(snapshot, variant)
      if (variant === undefined || push?.state !== 'known' || push.checkout === push.branch) continue
      // Without the checkout branch nothing can be said.
      if (push.checkout === undefined) continue
      const other = othersPushingTo(snapshot, variant, push.branch)[0]
      if (other === undefined) continue
      const branch = specScalar(automation, 'git', 'push', 'branch')
      yield {
        span: branch ? innerSpan(branch) : automation.span,
        message: `ImageUpdateAutomation ${nameOf(other)} pushes to ${push.branch} too: their commits stack, and runs at the same time race. Give each a branch of its own to keep them apart.`,
        related: [related(other)],
      }
    }
  },
}

function coversMarker(snapshot: Snapshot, automation: Automation): boolean {
  return markersBelow(snapshot, updatePath(automation.resource.path)).some(
    ({ path, marker: { setter } }) => setter && isReached(snapshot, automation, { path, setter }),
  )
}

/** Whether there is a policy for an automation at all; where not, that is reported under another code. */
function takesAny(snapshot: Snapshot, { namespace, resource }: Automation): boolean {
  return policiesIn(snapshot, namespace).some(policy =>
    isSelected(policy.resource.labels, resource.policySelector),
  )
}

function isThere({ folders, files }: Snapshot, { resource }: Automation): boolean {
  const folder = updatePath(resource.path)
  return folder.includes('${') || folders.has(folder) || files.has(folder)
}

function related(other: Automation) {
  return { path: other.path, span: other.resource.span, message: `ImageUpdateAutomation ${nameOf(other)}` }
}

function nameOf({ namespace = '?', resource }: Automation): string {
  return `${namespace}/${resource.name}`
}
