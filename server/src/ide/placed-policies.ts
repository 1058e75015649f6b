import { isImagePolicy } from '../flux/resources/image-policy.ts'
import { isImageUpdateAutomation } from '../flux/resources/image-update-automation.ts'
import type { Placed } from '../flux/resources/resource-index.ts'
import type { ImagePolicy, ImageResource, ImageUpdateAutomation } from '../flux/resources/resources.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { SourceFile } from '../flux/workspace/source-file.ts'
import { groupBy } from '../text/group-by.ts'
import type { Node } from '../text/node.ts'

/** A file's own ImagePolicy, and what clusters make of it: at least one variant, none of them in doubt. */
export interface PlacedPolicy {
  readonly policy: ImagePolicy
  readonly variants: readonly Placed<ImagePolicy>[]
}

/** The ImagePolicies of a file of which the files tell all but, maybe, the namespace. */
export function placedPolicies(file: SourceFile, snapshot: Snapshot): readonly PlacedPolicy[] {
  if (!file.facts.resources.some(isImagePolicy)) return []
  const unplaced = snapshot.index.unplaced.flatMap(one => (isPolicy(one) ? [one] : []))
  const all = groupBy([...[...snapshot.index.policies.values()].flat(), ...unplaced], nodeOf)
  return file.facts.resources.flatMap(policy => {
    if (!isImagePolicy(policy)) return []
    const variants = variantsOf(policy, file, all)
    return variants ? [{ policy, variants }] : []
  })
}

/** A file's own ImageUpdateAutomation, and what clusters make of it. */
export interface PlacedAutomation {
  readonly automation: ImageUpdateAutomation
  readonly variants: readonly Placed<ImageUpdateAutomation>[]
}

/** The ImageUpdateAutomations of a file of which the files tell all, the namespace too. */
export function placedAutomations(file: SourceFile, snapshot: Snapshot): readonly PlacedAutomation[] {
  if (!file.facts.resources.some(isImageUpdateAutomation)) return []
  const all = groupBy([...snapshot.index.automations.values()].flat(), nodeOf)
  return file.facts.resources.flatMap(automation => {
    if (!isImageUpdateAutomation(automation)) return []
    const variants = variantsOf(automation, file, all)
    return variants ? [{ automation, variants }] : []
  })
}

function variantsOf<T extends ImageResource>(
  { node }: T,
  { path }: SourceFile,
  all: ReadonlyMap<Node, readonly Placed<T>[]>,
): readonly Placed<T>[] | undefined {
  const variants = (all.get(node) ?? []).filter(placed => placed.path === path)
  const isKnown = variants.length > 0 && variants.every(({ doubt }) => doubt === undefined)
  return isKnown ? variants : undefined
}

function nodeOf({ resource }: Placed): Node {
  return resource.node
}

function isPolicy(placed: Placed): placed is Placed<ImagePolicy> {
  return isImagePolicy(placed.resource)
}
