import { formatPolicyRef, type Setter } from '../../../flux/markers/setter.ts'
import { canonicalOf, unmarkedImages } from '../../../flux/markers/unmarked-images.ts'
import { policies } from '../../../flux/workspace/snapshot.ts'
import type { Check } from '../../check.ts'
import { moveMarker } from '../../fixes/marker-edits.ts'
import { imageOf, markedValues } from './marked-value.ts'

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
    const found = [...tracked].flatMap(([canonical, setter]) =>
      unmarkedImages(file.facts.documents, canonical).flatMap(({ scalar, part }) =>
        part === 'image' ? [{ scalar, setter }] : [],
      ),
    )
    for (const { scalar, setter } of found) {
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
