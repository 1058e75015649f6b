import { isBelow, updatePath } from '../../../flux/automation/update-path.ts'
import { markerReach } from '../../../flux/chain/chain.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import { textAt } from '../../../text/node.ts'
import { type Check, markerNameSpan } from '../../check.ts'
import { markedValues } from './marked-value.ts'

/** A marker in files that reach the cluster as an artifact (docs/flux.md §4.5, row 40). */
export const ociSource: Check = {
  codes: [
    {
      code: 'marker-in-oci-source',
      severity: 'information',
      flux: 'ImageUpdateAutomations commit to a GitRepository and to nothing else. Where a cluster takes these files from an OCIRepository or a Bucket, a commit has no effect until the artifact is built anew.',
    },
  ],
  *findings({ file, snapshot }) {
    const values = markedValues(file)
    if (values.length === 0) return
    const own = snapshot.unanswered.recall(withFolders).filter(({ folder }) => isBelow(file.path, folder))
    const kinds = own.map(({ object }) => textAt(object.node, 'spec', 'sourceRef', 'kind') ?? '')
    const [first] = own
    if (first === undefined || !kinds.every(kind => kind === 'OCIRepository' || kind === 'Bucket')) return
    for (const { marker, setter } of values) {
      if (markerReach(snapshot, file.path, setter).verdict.ok === true) continue
      const { node } = first.object
      const source = `${kinds[0]} ${textAt(node, 'spec', 'sourceRef', 'name') ?? ''}`
      yield {
        span: markerNameSpan(file, marker, setter),
        message: `The cluster takes ${textAt(node, 'spec', 'path')} from ${source}, and automations commit to a GitRepository only: an update is seen once the artifact is built anew.`,
        related: [
          { path: first.path, span: first.object.span, message: `Kustomization ${first.object.name}` },
        ],
      }
    }
  },
}

/** The Kustomizations, each with its folder. A root path is left out: it is that of the artifact, whatever was put into it. */
function withFolders({ index }: Snapshot) {
  return index.fluxObjects.flatMap(one => {
    const path = one.object.kind === 'Kustomization' ? textAt(one.object.node, 'spec', 'path') : undefined
    const folder = updatePath(path ?? '')
    return folder === '' ? [] : [{ ...one, folder }]
  })
}
