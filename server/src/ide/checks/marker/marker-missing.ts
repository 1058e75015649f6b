import { formatPolicyRef, type Setter } from '../../../flux/markers/setter.ts'
import { shapeOf } from '../../../flux/markers/shape.ts'
import { policies } from '../../../flux/workspace/snapshot.ts'
import type { Node, Scalar } from '../../../text/node.ts'
import type { Check } from '../../check.ts'
import { isFree, moveMarker } from '../../fixes/marker-edits.ts'
import { canonicalOf, imageOf, markedValues } from './marked-value.ts'

/** An image without a marker beside one with a marker for the same image (docs/flux.md §4.5, row 41). */
export const markerMissing: Check = {
  codes: [
    {
      code: 'marker-missing',
      severity: 'hint',
      flux: 'Flux updates marked values only. Two containers of one image drift apart where only one of them is marked.',
    },
  ],
  *findings({ file, snapshot }) {
    const tracked = new Map<string, Setter>()
    for (const { setter } of markedValues(file)) {
      const image = setter.part === 'image' ? imageOf(snapshot, setter) : undefined
      const canonical = image && canonicalOf(image)
      if (canonical && policies(snapshot, setter.policy).length > 0) tracked.set(canonical, setter)
    }
    if (tracked.size === 0) return
    for (const scalar of file.facts.documents.flatMap(({ root }) => images(root))) {
      const canonical = canonicalOf(scalar.text)
      const setter = canonical && tracked.get(canonical)
      if (!setter) continue
      const { span } = scalar
      const mark = moveMarker('', file, { span: [0, 0], text: '', position: 'line' }, [{ scalar, setter }])
      const edit = scalar.lineComment ? undefined : mark?.edits.at(-1)
      yield {
        span,
        message: `No marker here, and ${formatPolicyRef(setter.policy)} updates the same image elsewhere in this file.`,
        fixes: () =>
          edit ? [{ title: `Mark it for ${formatPolicyRef(setter.policy)}`, edits: [edit] }] : [],
      }
    }
  },
}

/** The unmarked values of keys named `image` that are whole images. */
function images(node: Node | undefined): readonly Scalar[] {
  if (node?.kind === 'sequence') return node.items.flatMap(images)
  if (node?.kind !== 'mapping') return []
  return node.entries.flatMap(({ key, value }) => {
    if (value?.kind !== 'scalar') return images(value)
    const isImage = key.kind === 'scalar' && key.text === 'image' && shapeOf(value.text) === 'image'
    return isImage && isFree(value) ? [value] : []
  })
}
