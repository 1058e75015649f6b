import type { Placed } from '../../flux/resource-index.ts'
import type { ImagePolicy } from '../../flux/resources.ts'
import type { Snapshot } from '../../flux/snapshot.ts'
import type { SourceFile } from '../../flux/source-file.ts'

/** A file's own ImagePolicy, and what clusters make of it: at least one variant, none of them in doubt. */
export interface PlacedPolicy {
  readonly policy: ImagePolicy
  readonly variants: readonly Placed<ImagePolicy>[]
}

/** The ImagePolicies of a file of which the files tell all. */
export function placedPolicies({ facts, path }: SourceFile, snapshot: Snapshot): readonly PlacedPolicy[] {
  if (!facts.resources.some(({ kind }) => kind === 'ImagePolicy')) return []
  const here = [...snapshot.index.policies.values()].flat().filter(placed => placed.path === path)
  return facts.resources.flatMap(policy => {
    if (policy.kind !== 'ImagePolicy') return []
    const variants = here.filter(({ resource }) => resource.node === policy.node)
    return variants.length === 0 || variants.some(({ doubt }) => doubt !== undefined)
      ? []
      : [{ policy, variants }]
  })
}
