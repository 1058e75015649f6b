import { groupBy } from '../../text/group-by.ts'
import { isOwnAutomation } from '../automation/own-automation.ts'
import { isBelow, updatePath } from '../automation/update-path.ts'
import { heldAutomation } from '../hold/held.ts'
import { heldWords } from '../hold/held-words.ts'
import type { Held } from '../hold/hold.ts'
import { formatPolicyRef, type PolicyRef } from '../markers/setter.ts'
import { isImageUpdateAutomation } from '../resources/image-update-automation.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import { isSelected } from '../resources/selector.ts'
import { keySpan, specField } from '../resources/spec-field.ts'
import { recalled } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { type Automation, names } from './automation.ts'
import type { Verdict } from './link.ts'

/** Which automations were asked, and what they are asked about. */
export interface Asked {
  readonly path: string
  readonly ref: PolicyRef
  readonly policies: readonly Placed<ImagePolicy>[]
}

/** How far the automations of a workspace get to a marker, and those that do. */
export interface Reaching {
  readonly verdict: Verdict
  /** Those that the last condition left over: all that reach the marker, where the verdict holds. */
  readonly automations: readonly Automation[]
}

/**
 * Whether any automation gets to a marker: it is in the policy's namespace, its policySelector takes the policy, its
 * update path covers the file, it is not suspended (docs/flux.md §5.1, §4.5 rows 20 to 22 and 39).
 */
export function reaching(snapshot: Snapshot, all: readonly Automation[], asked: Asked): Reaching {
  const { path, ref, policies } = asked
  const { namespace } = ref
  const own = ofNamespace(snapshot, all).get(namespace) ?? []
  if (own.length === 0) return { verdict: noneInNamespace(snapshot, all, namespace), automations: [] }
  const taking = own.filter(
    ({ resource }) =>
      policies.length === 0 ||
      policies.some(policy => isSelected(policy.resource.labels, resource.policySelector)),
  )
  if (taking.length === 0)
    return {
      verdict: {
        ok: false,
        detail: `the policySelector of ${names(own)} does not take the labels of ImagePolicy ${formatPolicyRef(ref)}`,
        remedy: 'Give the policy the labels, or change the selector.',
        ...at(policies[0] ?? own[0]),
        code: 'marker-not-selected',
      },
      automations: own,
    }
  const covering = taking.filter(one => isBelow(path, folderOf(snapshot, one)))
  if (covering.length === 0) {
    const isOwn = isOwnAutomation(snapshot)
    const isForeign = taking.some(one => ['unlikely', 'no'].includes(isOwn(one)))
    const detail = `${path} lies outside the update path of ${names(taking)}: ${paths(taking)}`
    const remedy = 'Widen the path, or add an automation for this folder.'
    const code = 'marker-outside-update-path'
    const verdict: Verdict = isForeign
      ? { ok: null, detail, ...at(taking[0]) }
      : { ok: false, detail, remedy, ...at(taking[0]), code }
    return { verdict, automations: taking }
  }
  const running = covering.filter(({ resource }) => !resource.suspend)
  const [first] = running
  const frozen = first ? [] : frozenOf(snapshot, covering)
  if (first === undefined)
    return {
      verdict: {
        ok: false,
        detail: `${names(covering)} ${covering.length === 1 ? 'is' : 'are'} suspended${frozen.map(one => `, ${heldWords(one)}`).join('')}`,
        remedy:
          frozen.length === 0
            ? 'To go on, set spec.suspend to false.'
            : `To go on, release it: fluxmark release --automation ${frozen[0]?.target ?? ''}.`,
        ...at(covering[0], 'suspend'),
        code: 'marker-suspended',
      },
      automations: covering,
    }
  return {
    verdict: {
      ok: true,
      detail: `${path} lies in the update path of ${names(running)}: ${paths(running)}`,
      ...at(first),
    },
    automations: running,
  }
}

function noneInNamespace({ index }: Snapshot, all: readonly Automation[], namespace: string): Verdict {
  if (index.unplaced.some(({ resource }) => isImageUpdateAutomation(resource)))
    return { ok: null, detail: 'an ImageUpdateAutomation has no namespace in the files' }
  if (all.length === 0) return { ok: null, detail: 'no ImageUpdateAutomation is in the workspace' }
  return {
    ok: false,
    detail: `no ImageUpdateAutomation is in the namespace ${namespace}, and automations use only policies of their own: ${names(all)} ${all.length === 1 ? 'is' : 'are'} elsewhere`,
    remedy: 'Move the ImagePolicy and its markers to such a namespace, or add an automation to this one.',
    ...at(all[0]),
    code: 'marker-no-automation',
  }
}

const ofNamespace = recalled((_, all: readonly Automation[]) => groupBy(all, ({ namespace }) => namespace))

const folderOf = recalled((_, { resource }: Automation) => updatePath(resource.path))

function at(about: Automation | Placed<ImagePolicy> | undefined, key?: string): Pick<Verdict, 'place'> {
  if (about === undefined) return {}
  const span =
    (key === undefined ? undefined : keySpan(specField(about.resource), key)) ?? about.resource.span
  return { place: { path: about.path, span } }
}

function paths(automations: readonly Automation[]): string {
  const all = automations.map(({ resource }) =>
    updatePath(resource.path) === '' ? 'the whole repository' : resource.path,
  )
  return [...new Set(all)].join(', ')
}

/** Why automations are suspended, where their manifests remember it. */
function frozenOf(snapshot: Snapshot, automations: readonly Automation[]): readonly Held[] {
  const all = automations.map(({ namespace = '', resource }) => `${namespace}:${resource.name}`)
  return [...new Set(all)].flatMap(name => heldAutomation(snapshot, name))
}
