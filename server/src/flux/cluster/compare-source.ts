import { visible } from '../../text/foreign.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { ClusterObject } from './cluster-reading.ts'
import { agrees, type Compared, type Comparing, differs, unsure } from './compared.ts'
import { readyOf } from './conditions.ts'
import { jsonAt, jsonText } from './json-at.ts'

/** Whether a Kustomization or a GitRepository is at the commit that is checked out here. */
export function compareSource({ snapshot, commits }: Comparing, object: ClusterObject): Compared {
  if (jsonAt(object.spec, 'suspend') === true) return agrees()
  if (readyOf(object).ready === false) return differs()
  const revision = revisionOf(object)
  if (revision === undefined) return differs('It has no revision yet.')
  const oid = commitOf(revision) ?? ''
  const is = `It is at ${visible(revision.replace(oid, oid.slice(0, 7)))}`
  switch (commits.get(oid)) {
    case 'head':
      return agrees(`${is}, which is checked out here.`)
    case 'here':
      return differs(`${is}, and another commit is checked out here.`)
    case 'missing':
      if (object.kind === 'GitRepository' && !isSourceHere(snapshot, object))
        return unsure(`${is}, which is not in this clone: nothing tells that it is this repository.`)
      return differs(`${is}, which is not in this clone: git fetch brings it, or it is another repository’s.`)
    case undefined:
      return agrees(`${is}.`)
  }
}

/** Whether a Kustomization whose files are here has them from a GitRepository. */
function isSourceHere({ effective: { fluxRoots } }: Snapshot, { namespace, name }: ClusterObject): boolean {
  return fluxRoots.some(
    ({ kustomization: { source }, unknowns }) =>
      source.namespace === namespace &&
      source.name === name &&
      unknowns.every(({ code }) => code !== 'other-repository'),
  )
}

/** The revision that a Kustomization has applied, or that a GitRepository has fetched: `main@sha1:…`, `main/…` before Flux 2.0. */
export function revisionOf({ status }: ClusterObject): string | undefined {
  return jsonText(status, 'lastAppliedRevision') ?? jsonText(status, 'artifact', 'revision')
}

/** The object id in a revision; undefined for one that names no commit. */
export function commitOf(revision: string): string | undefined {
  return /[@/:](?:sha1:)?([0-9a-f]{40}|[0-9a-f]{64})$/.exec(revision)?.[1]
}
