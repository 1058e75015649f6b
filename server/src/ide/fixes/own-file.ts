import type { Placed } from '../../flux/resources/resource-index.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'

/** The file in which a resource stands just as the cluster receives it; undefined where kustomizations had a hand in it. */
export function ownFile(snapshot: Snapshot, { path, resource, changes }: Placed): SourceFile | undefined {
  const file = snapshot.files.get(path)
  const isOwn = file?.facts.resources.some(({ node }) => node === resource.node)
  return isOwn && changes.length === 0 ? file : undefined
}
