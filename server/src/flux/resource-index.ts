import type { FluxObject } from './flux-object.ts'
import type { ImagePolicy, ImageRepository, ImageResource, ImageUpdateAutomation } from './resources.ts'
import { formatPolicyRef } from './setter.ts'
import type { Rules, SourceFile } from './source-file.ts'

/** A resource, the file it stands in, and the namespace the cluster would give it. */
export interface Placed<T extends ImageResource = ImageResource> {
  readonly resource: T
  readonly path: string
  /** Undefined where the files cannot tell. */
  readonly namespace: string | undefined
}

/** The workspace's resources by `namespace:name`. Several of one name are variants: of clusters, of overlays. */
export interface ResourceIndex {
  readonly policies: ReadonlyMap<string, readonly Placed<ImagePolicy>[]>
  readonly repositories: ReadonlyMap<string, readonly Placed<ImageRepository>[]>
  readonly automations: ReadonlyMap<string, readonly Placed<ImageUpdateAutomation>[]>
  /** Those whose namespace the files do not tell. */
  readonly unplaced: readonly Placed[]
  readonly fluxObjects: readonly PlacedObject[]
}

/** A Flux object of another kind, and the file it stands in. */
export interface PlacedObject {
  readonly object: FluxObject
  readonly path: string
}

export function resourceIndex(files: ReadonlyMap<string, SourceFile>, rules: Rules): ResourceIndex {
  const policies = new Map<string, Placed<ImagePolicy>[]>()
  const repositories = new Map<string, Placed<ImageRepository>[]>()
  const automations = new Map<string, Placed<ImageUpdateAutomation>[]>()
  const unplaced: Placed[] = []
  const fluxObjects: PlacedObject[] = []
  for (const { path, facts } of files.values()) {
    for (const object of facts.fluxObjects) fluxObjects.push({ object, path })
    for (const resource of facts.resources) {
      const namespace = resource.namespace ?? rules.defaultPolicyNamespace
      if (namespace === undefined) {
        unplaced.push({ resource, path, namespace })
        continue
      }
      const key = formatPolicyRef({ namespace, name: resource.name })
      if (resource.kind === 'ImagePolicy') push(policies, key, { resource, path, namespace })
      else if (resource.kind === 'ImageRepository') push(repositories, key, { resource, path, namespace })
      else push(automations, key, { resource, path, namespace })
    }
  }
  return { policies, repositories, automations, unplaced, fluxObjects }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
