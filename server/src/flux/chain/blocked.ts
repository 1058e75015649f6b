import { isFatal } from '../../kustomize/build/problem.ts'
import { reached } from '../../kustomize/build/reached.ts'
import type { FluxRoot } from '../../kustomize/flux/flux-roots.ts'
import type { Span } from '../../text/span.ts'
import type { BrokenObject } from '../schema/broken-objects.ts'
import { diagnosticOf } from '../workspace/kustomization-problems.ts'
import { recalledOfFiles } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { LinkPlace } from './link.ts'
import { filesOf } from './live.ts'
import { apiServerRefusal } from './refusals.ts'

/** Why a cluster takes nothing of a Flux Kustomization, and keeps what it had. */
export interface Blocked {
  /** As what follows "a Kustomization that". */
  readonly why: string
  readonly place: LinkPlace
  /** The diagnostic that reports it. */
  readonly code: string
}

/**
 * What keeps Flux from applying all that a Kustomization brings: it does not build, or the API server refuses one of
 * its objects (server-side apply tries all before it changes any). Undefined where nothing is seen to.
 */
export const blockedBy: (snapshot: Snapshot, root: FluxRoot) => Blocked | undefined =
  recalledOfFiles(findBlocked)

function findBlocked(snapshot: Snapshot, root: FluxRoot): Blocked | undefined {
  const problem = root.problems.find(isFatal)
  if (problem)
    return {
      why: `does not build: ${problem.message}`,
      place: { path: problem.file, span: problem.span },
      code: diagnosticOf(problem),
    }
  for (const resource of root.resources) {
    const placed = snapshot.index.placed.get(resource)
    const refusal = placed && apiServerRefusal(snapshot, placed)
    if (placed && refusal)
      return {
        why: `the API server refuses, for ${resource.kind} ${resource.namespace || '?'}/${resource.name}: ${refusal.detail}`,
        place: { path: placed.path, span: refusal.span },
        code: refusal.code,
      }
  }
  for (const path of filesOf(reached(root.target))) {
    const [broken] = snapshot.files.get(path)?.facts.brokenObjects ?? []
    if (broken)
      return {
        why: `the API server refuses, for an object in ${path} that is broken`,
        place: { path, span: spanOf(broken) },
        code: brokenCodes[broken.problem],
      }
  }
  return undefined
}

function spanOf(broken: BrokenObject): Span {
  if (broken.problem === 'group') return broken.apiVersion.span
  return broken.problem === 'spec-below-metadata' ? broken.spec.key.span : broken.span
}

/** The diagnostics that report objects which no cluster takes. */
const brokenCodes: Readonly<Record<BrokenObject['problem'], string>> = {
  unparsable: 'object-unparsable',
  apiVersion: 'object-identity',
  kind: 'object-identity',
  'metadata.name': 'object-identity',
  group: 'object-group',
  'spec-below-metadata': 'object-spec-below-metadata',
}
