import type { MarkedValue } from '../../../flux/markers/marked-value.ts'
import {
  formatPolicyRef,
  formatSetter,
  type Part,
  type PolicyRef,
  type Setter,
} from '../../../flux/markers/setter.ts'
import { recalled } from '../../../flux/workspace/recalled.ts'
import { policies, repositories, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix } from '../../answers.ts'
import { fix, markerNameSpan } from '../../check.ts'

/** The marked values of a file that Flux does not skip. */
export function markedValues({ facts }: SourceFile): readonly MarkedValue[] {
  return facts.problem ? [] : facts.markedValues
}

/** The image that a policy tracks, where its variants agree and no variable hides it. */
export function imageOf(snapshot: Snapshot, { policy }: Setter): string | undefined {
  return imageOfPolicy(snapshot, policy)
}

const imageOfPolicy = recalled(findImage, formatPolicyRef)

function findImage(snapshot: Snapshot, policy: PolicyRef): string | undefined {
  const images = new Set(
    policies(snapshot, policy)
      .flatMap(variant => repositories(snapshot, variant))
      .map(({ resource }) => resource.image?.value),
  )
  const [image] = images
  return images.size === 1 && image !== undefined && !image.includes('${') ? image : undefined
}

/** Whether a value is the `name` by which an entry of kustomize's `images` finds the images that it changes. */
export function isMatchKey({ key, siblings }: MarkedValue): boolean {
  return (
    key === 'name' &&
    siblings.some(
      ({ key: other }) => other.kind === 'scalar' && (other.text === 'newTag' || other.text === 'newName'),
    )
  )
}

/** Another part, in the marker alone. */
export function changePart(file: SourceFile, { marker, setter }: MarkedValue, part: Part): readonly Fix[] {
  const span = markerNameSpan(file, marker, setter)
  const end = file.text.indexOf('"', span[1])
  const wanted = formatSetter({ ...setter, part })
  return span === marker.span || end === -1 || end > marker.span[1]
    ? []
    : [fix(`Change the marker to ${wanted}`, file, [span[0], end], wanted)]
}
