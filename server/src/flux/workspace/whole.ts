import { type EffectiveResources, effectiveResources } from '../../kustomize/build/effective-resources.ts'
import { kustomizeOf } from '../version/kustomize-version.ts'
import type { Snapshot } from './snapshot.ts'
import { workspaceView } from './workspace-view.ts'

/**
 * What kustomizations make of every file that was read, whether or not it may decide over image automation: for
 * questions about all objects. What of `before` still stands is taken over.
 */
export function whole({ files, folders, rules }: Snapshot, before?: EffectiveResources): EffectiveResources {
  const kustomize = kustomizeOf(files.values(), rules)
  return effectiveResources(workspaceView(files, folders, new Set(files.keys()), kustomize), before)
}
