import type { ImageRef } from '../markers/setter.ts'
import type { ClusterObject } from './cluster-reading.ts'
import { jsonText } from './json-at.ts'

/** What a policy in a cluster has selected: `status.latestRef`, `latestImage` before Flux 2.7. */
export function latestInCluster({ status }: ClusterObject): ImageRef | undefined {
  const name = jsonText(status, 'latestRef', 'name')
  const tag = jsonText(status, 'latestRef', 'tag')
  const digest = jsonText(status, 'latestRef', 'digest')
  if (name !== undefined && tag !== undefined)
    return { name, tag, ...(digest === undefined ? {} : { digest }) }
  const [, image, itsTag, itsDigest] =
    /^(.+):([^:@/]+)(?:@(.+))?$/.exec(jsonText(status, 'latestImage') ?? '') ?? []
  if (image === undefined || itsTag === undefined) return undefined
  return { name: image, tag: itsTag, ...(itsDigest === undefined ? {} : { digest: itsDigest }) }
}
