import { isGoError } from '../../go/go-error.ts'
import { formatPolicyRef, type PolicyRef } from '../markers/setter.ts'
import type { ImagePolicy, ImageRepository } from '../resources/resources.ts'
import { tagKey } from '../selection/tags.ts'
import { semverGeneration } from '../version/flux-version.ts'
import { fluxVersionAt } from '../version/flux-version-at.ts'
import { policies, repositories, type Snapshot } from '../workspace/snapshot.ts'
import { excludedTag } from './exclude-tag.ts'
import { addBeside, cutField, type PlacedHoldChange, setText } from './field-changes.ts'
import { type Form, formsOf, words } from './form.ts'
import { exactRange, rangeWithout } from './hold-ranges.ts'
import { narrowedPattern, patternOfTag } from './narrow-pattern.ts'
import { type HoldRefusal, isRefusal, refusal } from './refusal.ts'

/** What a policy is to be held at, and how. */
export interface HoldWish {
  readonly ref: PolicyRef
  readonly at: string
  readonly by: 'range' | 'exclude'
}

/** The changes that hold a policy, in every form that clusters have it in. */
export function policyChanges(
  snapshot: Snapshot,
  { ref, at, by }: HoldWish,
): readonly PlacedHoldChange[] | HoldRefusal {
  const variants = policies(snapshot, ref)
  const changes: PlacedHoldChange[] = []
  for (const form of formsOf(snapshot, variants)) {
    const placed = variants.find(one => one === form.placed)
    if (placed === undefined) continue
    const keyOf = placed.resource.filter ? tagKey(placed.resource.filter) : (tag: string) => tag
    const key = isGoError(keyOf) ? undefined : keyOf(at)
    if (key === undefined)
      return refusal(
        'usage',
        `${formatPolicyRef(ref)} leaves ${at} out: spec.filterTags.pattern is not found in it.`,
      )
    const given =
      by === 'range'
        ? heldAt(form, placed.resource, { at, key })
        : skipped(form, placed.resource, { at, key })
    if (isRefusal(given)) return given
    changes.push(...given)
    if (by === 'exclude' && placed.resource.policy.semver === undefined) {
      const all = repositories(snapshot, placed)
      if (all.length === 0)
        return refusal('state', `${words(form)} names an ImageRepository that is not in the workspace.`)
      for (const one of formsOf(snapshot, all)) {
        const repository = all.find(other => other === one.placed)?.resource
        const list = repository && exclusion(one, repository, at)
        if (list === undefined) continue
        if (isRefusal(list)) return list
        changes.push(list)
      }
    }
  }
  return changes.length === 0
    ? refusal('state', `${formatPolicyRef(ref)} is not found in the files.`)
    : changes
}

function exclusion(form: Form, repository: ImageRepository, tag: string): PlacedHoldChange | HoldRefusal {
  return excludedTag(form, repository.exclusionList ?? [], patternOfTag(tag))
}

/** Nothing but the tag can be selected, and its digest stays. */
function heldAt(
  form: Form,
  { policy, filter, digestReflectionPolicy }: ImagePolicy,
  { at, key }: { readonly at: string; readonly key: string },
): readonly PlacedHoldChange[] | HoldRefusal {
  const changes: (PlacedHoldChange | HoldRefusal | undefined)[] = []
  if (policy.semver) {
    const range = exactRange(key)
    if (range === undefined) return refusal('usage', `${key} is no version that ${words(form)} can take.`)
    changes.push(setText(form, ['spec', 'policy', 'semver', 'range'], range))
  } else if (filter) {
    const pattern = narrowedPattern(filter, at)
    if (pattern === undefined)
      return refusal(
        'state',
        `the groups of spec.filterTags.pattern of ${words(form)} cannot be kept around ${at}. Skip other tags by --by exclude, or write the pattern by hand.`,
      )
    changes.push(setText(form, ['spec', 'filterTags', 'pattern'], pattern))
  } else {
    const pattern = `'${patternOfTag(at)}'`
    const added = {
      lines: ['filterTags:', `  pattern: ${pattern}`],
      braces: `filterTags: {pattern: ${pattern}}`,
    }
    changes.push(addBeside(form, ['spec', 'policy'], added))
  }
  if (digestReflectionPolicy === 'Always') {
    changes.push(setText(form, ['spec', 'digestReflectionPolicy'], 'IfNotPresent'))
    changes.push(cutField(form, ['spec', 'interval']))
  }
  const [first] = changes
  if (first === undefined) return refusal('state', `${words(form)} has no field that could hold it.`)
  return allOf(changes)
}

/** The tag cannot be selected: semver only, the others by the repository's exclusion list. */
function skipped(
  form: Form,
  { policy }: ImagePolicy,
  { at, key }: { readonly at: string; readonly key: string },
): readonly PlacedHoldChange[] | HoldRefusal {
  if (policy.semver === undefined) return []
  const { snapshot, placed } = form
  const generation = semverGeneration(fluxVersionAt(snapshot, placed.path))
  const range = rangeWithout(policy.semver.range, key, generation)
  if (range === undefined)
    return refusal('usage', `${at} cannot be left out of the range ${policy.semver.range} of ${words(form)}.`)
  const change = setText(form, ['spec', 'policy', 'semver', 'range'], range)
  return allOf([change])
}

function allOf(
  changes: readonly (PlacedHoldChange | HoldRefusal | undefined)[],
): readonly PlacedHoldChange[] | HoldRefusal {
  const refused = changes.find(change => change && isRefusal(change))
  if (refused && isRefusal(refused)) return refused
  return changes.flatMap(change => (change && !isRefusal(change) ? [change] : []))
}
