import { formatPolicyRef, type PolicyRef } from '../markers/setter.ts'
import { canonicalImage } from '../resources/image.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import { repositories, type Snapshot } from '../workspace/snapshot.ts'

/**
 * The other policies that a hold reaches: those that a manifest which they share changes, and, where a tag goes from an
 * exclusion list, all of that image, since the controller keeps one list of tags an image.
 */
export function affectedPolicies(
  before: Snapshot,
  after: Snapshot,
  { ref, by }: { readonly ref: PolicyRef; readonly by: 'range' | 'exclude' },
): readonly string[] {
  const own = formatPolicyRef(ref)
  const lists = changedLists(before, after)
  const isChanged = (name: string, forms: readonly Placed<ImagePolicy>[]) => {
    const old = before.index.policies.get(name)
    if (JSON.stringify(forms.map(fieldsOf)) !== JSON.stringify(old?.map(fieldsOf))) return true
    return by === 'exclude' && forms.some(form => imagesOf(after, form).some(image => lists.has(image)))
  }
  return [...after.index.policies]
    .flatMap(([name, forms]) => (name !== own && isChanged(name, forms) ? [name] : []))
    .sort()
}

function fieldsOf({ resource: { policy, filter, digestReflectionPolicy } }: Placed<ImagePolicy>) {
  return [policy, filter, digestReflectionPolicy]
}

function imagesOf(snapshot: Snapshot, policy: Placed<ImagePolicy>): readonly string[] {
  return repositories(snapshot, policy)
    .flatMap(({ resource }) => canonicalImage(resource.image?.value ?? ''))
    .flatMap(image => (typeof image === 'string' ? [image] : []))
}

/** The images of which an exclusion list has changed. */
function changedLists(before: Snapshot, after: Snapshot): ReadonlySet<string> {
  const lists = ({ index }: Snapshot) =>
    new Map(
      [...index.repositories].map(
        ([name, forms]) =>
          [name, JSON.stringify(forms.map(({ resource }) => resource.exclusionList))] as const,
      ),
    )
  const old = lists(before)
  const changed = [...lists(after)].flatMap(([name, text]) => (old.get(name) === text ? [] : [name]))
  const images = changed.flatMap(name =>
    (after.index.repositories.get(name) ?? []).map(({ resource }) =>
      canonicalImage(resource.image?.value ?? ''),
    ),
  )
  return new Set(images.flatMap(image => (typeof image === 'string' ? [image] : [])))
}
