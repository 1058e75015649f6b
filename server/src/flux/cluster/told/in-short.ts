import { automationKind, policyKind, repositoryKind } from '../../resources/kinds.ts'
import { inputProviderKind } from '../cluster-kinds.ts'
import type { ClusterObject } from '../cluster-reading.ts'
import { revisionOf } from '../compare-source.ts'
import { exportedTags } from '../input-providers.ts'
import { jsonAt, jsonNumber, jsonText } from '../json-at.ts'
import { latestInCluster } from '../latest-in-cluster.ts'

/** The one thing of an object's status that people look for: the tag, the number of tags, the commit; empty where it is not there. */
export function inShort(object: ClusterObject | undefined): string {
  if (object === undefined) return ''
  const suspended = jsonAt(object.spec, 'suspend') === true ? 'suspended' : ''
  return [told(object), suspended].filter(part => part !== '').join(', ')
}

function told(object: ClusterObject): string {
  const { kind, status } = object
  switch (kind) {
    case policyKind:
      return latestInCluster(object)?.tag ?? ''
    case repositoryKind: {
      const tags = jsonNumber(status, 'lastScanResult', 'tagCount')
      return tags === undefined ? '' : tags === 1 ? '1 tag' : `${tags} tags`
    }
    case automationKind:
      return (jsonText(status, 'lastPushCommit') ?? '').slice(0, 7)
    case inputProviderKind: {
      const [first = '', ...others] = exportedTags(object)
      return others.length === 0 ? first : `${first} and ${others.length} more`
    }
    case 'Deployment':
      return `${jsonNumber(status, 'readyReplicas') ?? 0} ready`
    default:
      return (revisionOf(object) ?? '').replace(/(?:sha1:)?([0-9a-f]{7})[0-9a-f]{33,}$/, '$1')
  }
}
