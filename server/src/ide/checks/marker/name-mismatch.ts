import { formatPolicyRef } from '../../../flux/markers/setter.ts'
import { shapeOf } from '../../../flux/markers/shape.ts'
import { canonicalOf } from '../../../flux/markers/unmarked-images.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import { type Check, fix, markerNameSpan } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { imageOf, isMatchKey, markedValues } from './marked-value.ts'

/** A marked value of another image than the policy's (docs/flux.md §4.5, row 32). */
export const nameMismatch: Check = {
  codes: [
    {
      code: 'marker-name-mismatch',
      severity: 'warning',
      flux: 'A marker without suffix, or with `:name`, writes `spec.image` of the ImageRepository as it stands there. Where the value names another image, the first update changes that too.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const marked of markedValues(file)) {
      const { marker, setter } = marked
      if (isMatchKey(marked)) continue
      if (setter.part !== 'image' && setter.part !== 'name') continue
      const { span, scalar } = marker.value
      const shape = shapeOf(scalar.text)
      if (shape !== 'image' && shape !== 'name') continue
      const name = scalar.text.split('@')[0]?.replace(/:[\w][\w.-]*$/, '') ?? ''
      const image = imageOf(snapshot, setter)
      if (image === undefined || name === image) continue
      const [here, there] = [canonicalOf(name), canonicalOf(image)]
      if (here === undefined || there === undefined) continue
      const isSame = here === there
      const change = `from ${visible(name)} to ${visible(image)}`
      yield {
        alike: `${name} ${image}`,
        span: [span[0], Math.min(span[1], span[0] + name.length)],
        ...(isSame ? { severity: 'information' } : {}),
        fixes: () =>
          isSame
            ? []
            : policiesOf(snapshot, here).map(ref =>
                fix(`Change to ${ref}`, file, markerNameSpan(file, marker, setter), ref),
              ),
        message: isSame
          ? `Flux would also change how the image is written, ${change}: the same image.`
          : `Flux would change the image too, ${change}. Name another policy, or correct the ImageRepository.`,
      }
    }
  },
}

/** Policies, as `ns:name`, that track an image. */
function policiesOf(snapshot: Snapshot, image: string): readonly string[] {
  return [...snapshot.index.policies.values()].flatMap(([first]) => {
    if (first?.namespace === undefined) return []
    const policy = { namespace: first.namespace, name: first.resource.name }
    const tracked = imageOf(snapshot, { policy, part: 'image' })
    return tracked !== undefined && canonicalOf(tracked) === image ? [formatPolicyRef(policy)] : []
  })
}
