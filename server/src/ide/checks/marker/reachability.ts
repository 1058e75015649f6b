import type { Link, LinkName, Reach } from '../../../flux/automation/reachability.ts'
import { updatePath } from '../../../flux/automation/update-path.ts'
import type { Setter } from '../../../flux/markers/setter.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImageResource } from '../../../flux/resources/resources.ts'
import { policies, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import { field } from '../../../text/node.ts'
import type { Fix, Severity } from '../../answers.ts'
import { type Check, codesOf, markerNameSpan } from '../../check.ts'
import { replace, setField } from '../../fixes/field-edits.ts'
import { ownFile } from '../../fixes/own-file.ts'

const words: Readonly<Record<string, Words>> = {
  'marker-no-automation': {
    link: 'namespace',
    severity: 'warning',
    flux: 'An ImageUpdateAutomation uses the ImagePolicies of its own namespace and no others; there is no way to allow more. Without an automation beside the policy nothing updates the marker.',
    advice: 'Move the ImagePolicy and its markers to such a namespace, or add an automation to this one.',
    fixes: () => [],
  },
  'marker-outside-update-path': {
    link: 'path',
    severity: 'warning',
    flux: 'An ImageUpdateAutomation reads the files below its one `spec.update.path`. A marker in any other file is never read.',
    advice: 'Widen the path, or add an automation for this folder.',
    fixes: widenPath,
  },
  'marker-not-selected': {
    link: 'selector',
    severity: 'warning',
    flux: 'Where an ImageUpdateAutomation has a `policySelector`, it uses only policies whose labels satisfy it. All others are left out without a word.',
    advice: 'Give the policy the labels, or change the selector.',
    fixes: addLabels,
  },
  'marker-suspended': {
    link: 'suspended',
    severity: 'information',
    flux: 'While the automation, the policy or the image repository is suspended, Flux leaves the value as it is.',
    advice: 'That may be meant; to go on, set spec.suspend to false.',
    fixes: resume,
  },
}

/**
 * The first link of the chain from a marker to a commit that does not hold (flux-semantics §4.5, rows 20 to 22 and
 * 39). The policy itself has checks of its own, and so has the branch, at the automation.
 */
export const reachabilityCheck: Check = {
  codes: codesOf(words),
  *findings({ file, snapshot, reach }) {
    if (file.facts.problem) return
    for (const marker of file.facts.markers) {
      const { setter } = marker
      if (setter === undefined) continue
      const { links, automations } = reach(file.path, setter)
      const link = links.at(-1)
      if (link === undefined || link.ok !== false) continue
      const [code, told] = Object.entries(words).find(([, one]) => one.link === link.name) ?? []
      if (code === undefined || told === undefined) continue
      yield {
        code,
        span: markerNameSpan(file, marker, setter),
        message: `Nothing updates this value: ${link.detail}. ${told.advice}`,
        fixes: () => told.fixes({ snapshot, path: file.path, setter, link, automations }),
        related: link.place ? [{ ...link.place, message: link.detail }] : [],
      }
    }
  },
}

/** Where a broken link was found: what its fixes need. */
interface Broken {
  readonly snapshot: Snapshot
  readonly path: string
  readonly setter: Setter
  readonly link: Link
  /** The automations that were left before the link broke. */
  readonly automations: Reach['automations']
}

interface Words {
  readonly link: LinkName
  readonly severity: Severity
  readonly flux: string
  readonly advice: string
  readonly fixes: (broken: Broken) => readonly Fix[]
}

/** Up to the folder that holds both the old path and the file. */
function widenPath({ snapshot, path, automations }: Broken): readonly Fix[] {
  const [automation, another] = automations
  const file = automation && ownFile(snapshot, automation)
  if (file === undefined || automation === undefined || another) return []
  const [old, wanted] = [updatePath(automation.resource.path).split('/'), path.split('/').slice(0, -1)]
  const differ = old.findIndex((part, index) => part !== wanted[index])
  const common = old.slice(0, differ === -1 ? old.length : differ).join('/')
  if (common.includes('$')) return []
  const value = common === '' ? './' : `./${common}`
  const edit = setField(file, automation.resource.node, ['spec', 'update', 'path'], value)
  const name = `ImageUpdateAutomation ${automation.resource.name}`
  return edit ? [{ title: `Widen the update path of ${name} to ${value}`, edits: [edit] }] : []
}

/** The selector's `matchLabels` on the policy; expressions are for people to satisfy. */
function addLabels({ snapshot, setter, automations }: Broken): readonly Fix[] {
  const [policy, another] = policies(snapshot, setter.policy)
  const [automation] = automations
  const selector = automation?.resource.policySelector
  const file = policy && ownFile(snapshot, policy)
  if (policy === undefined || another || file === undefined || selector === undefined) return []
  if (selector.matchExpressions.length > 0) return []
  const missing = [...selector.matchLabels].filter(
    ([key, value]) => policy.resource.labels.get(key) !== value,
  )
  const quotedIfNeeded = (text: string) => (/^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text))
  const labels = missing.map(([key, value]) => [key, quotedIfNeeded(value)] as const)
  const { node } = policy.resource
  if (field(node, 'metadata', 'labels') === undefined) {
    const edit = setField(file, node, ['metadata', 'labels'], labels)
    return edit ? [{ title: `Add the labels to ImagePolicy ${policy.resource.name}`, edits: [edit] }] : []
  }
  const [only, more] = labels
  if (only === undefined || more) return []
  const edit = setField(file, node, ['metadata', 'labels', only[0]], only[1])
  return edit ? [{ title: `Add the label to ImagePolicy ${policy.resource.name}`, edits: [edit] }] : []
}

function resume({ snapshot, setter, automations }: Broken): readonly Fix[] {
  const suspended: readonly Placed<ImageResource>[] = [
    ...automations.filter(({ resource }) => resource.suspend),
    ...policies(snapshot, setter.policy).filter(({ resource }) => resource.suspend),
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
