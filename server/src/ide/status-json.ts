import type { ClusterObject } from '../flux/cluster/cluster-reading.ts'
import type { ClusterRow } from '../flux/cluster/cluster-row.ts'
import { conditionsOf } from '../flux/cluster/conditions.ts'
import { jsonAt, jsonItems } from '../flux/cluster/json-at.ts'
import type { ClusterWarning } from '../flux/cluster/warnings.ts'
import { isImagePolicy } from '../flux/resources/image-policy.ts'
import { isImageRepository } from '../flux/resources/image-repository.ts'
import { isImageUpdateAutomation } from '../flux/resources/image-update-automation.ts'
import type { Placed } from '../flux/resources/resource-index.ts'
import { policyResolution } from '../flux/selection/resolve.ts'
import { markersOf, type Snapshot } from '../flux/workspace/snapshot.ts'

/** A row of `status`, as the contract has it. */
export interface StatusJson {
  readonly kind: string
  readonly name: string
  readonly ready: boolean | null
  readonly message: string
  /** What the cluster says; null where the object is not there, or could not be read. */
  readonly cluster: Readonly<Record<string, unknown>> | null
  /** What the files, and the tags that are known here, say; null where no file has the object. */
  readonly files: Readonly<Record<string, unknown>> | null
  /** Null where it is not known, or there is nothing to compare with. */
  readonly agrees: boolean | null
  readonly why?: string
}

/** Rows of a comparison as JSON; a `why` begins with the verdict where that is more than a yes. */
export function statusJson(snapshot: Snapshot, row: ClusterRow): StatusJson {
  const { kind, name, ready, message, verdict, object, written } = row
  const why = [verdict === 'agrees' ? '' : `${verdict}:`, ...row.why].filter(part => part !== '').join(' ')
  return {
    kind,
    name,
    ready,
    message,
    cluster: object === undefined ? null : clusterJson(object, row.warnings),
    files: written === undefined ? null : filesJson(snapshot, written.spec, written.placed),
    agrees:
      verdict === 'agrees' ? true : verdict === 'unknown' || verdict === 'only in the cluster' ? null : false,
    ...(why === '' ? {} : { why }),
  }
}

/** What counts of a status, under the API's own names. */
function clusterJson(
  object: ClusterObject,
  warnings: readonly ClusterWarning[],
): Readonly<Record<string, unknown>> {
  const { status, spec, generation, kind } = object
  const told = fields.flatMap(name => {
    const value = jsonAt(status, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const conditions = conditionsOf(object)
  return {
    suspended: jsonAt(spec, 'suspend') === true,
    ...(generation === undefined ? {} : { generation }),
    ...Object.fromEntries(told),
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(warnings.length === 0 ? {} : { warnings: warnings.map(warningJson) }),
    ...(kind === 'Deployment'
      ? { flags: jsonItems(spec, 'template', 'spec', 'containers').flatMap(one => jsonItems(one, 'args')) }
      : {}),
  }
}

function warningJson({ reason, message, count, at }: ClusterWarning) {
  return { reason, message, count, last: new Date(at).toISOString() }
}

const fields = [
  'observedGeneration',
  'canonicalImageName',
  'lastScanResult',
  'latestRef',
  'latestImage',
  'observedPreviousRef',
  'lastAutomationRunTime',
  'lastPushCommit',
  'lastPushTime',
  'observedPolicies',
  'observedSourceRevision',
  'exportedInputs',
  'lastExportedRevision',
  'lastAppliedRevision',
  'lastAttemptedRevision',
  'artifact',
  'lastHandledReconcileAt',
  'replicas',
  'readyReplicas',
] as const

function filesJson(
  snapshot: Snapshot,
  spec: unknown,
  placed: Placed | undefined,
): Readonly<Record<string, unknown>> {
  const suspended = jsonAt(spec, 'suspend') === true
  if (placed === undefined)
    return { suspended, path: jsonAt(spec, 'path') ?? null, url: jsonAt(spec, 'url') ?? null }
  const { resource, path: file } = placed
  const common = { file, suspended: resource.suspend }
  if (isImagePolicy(resource)) {
    const resolution = policyResolution(snapshot, { ...placed, resource })
    const markers = markersOf(snapshot, { namespace: placed.namespace ?? '', name: resource.name })
    const values = [...new Set(markers.map(({ marker }) => marker.value.scalar.text))]
    return {
      ...common,
      state: resolution.state,
      latestRef: resolution.state === 'latest' ? resolution.ref : null,
      values,
    }
  }
  if (isImageRepository(resource))
    return { ...common, image: resource.image?.value ?? null, interval: resource.interval ?? null }
  if (isImageUpdateAutomation(resource))
    return { ...common, path: resource.path, interval: jsonAt(spec, 'interval') ?? null }
  return common
}
