import { parseMarker } from '../../../flux/markers/marker.ts'
import { formatPolicyRef, formatSetter } from '../../../flux/markers/setter.ts'
import { isFree } from '../../../flux/markers/unmarked-images.ts'
import { policies } from '../../../flux/workspace/snapshot.ts'
import type { Entry, Scalar } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix, markerNameSpan } from '../../check.ts'
import { moveMarker } from '../../fixes/marker-edits.ts'
import { markedValues } from './marked-value.ts'

/** A marked tag beside a digest that nothing updates (docs/flux.md §4.5, row 35). */
export const tagDigestDrift: Check = {
  codes: [
    {
      code: 'marker-tag-digest-drift',
      severity: 'warning',
      flux: 'Where an image has a tag and a digest, the digest decides what runs. Flux updates the marked tag; the digest beside it stays and goes on naming the old image.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const { setter, key, siblings } of markedValues(file)) {
      if (setter.part !== 'tag' || !/^(?:tag|newTag)$/.test(key)) continue
      const digest = scalarOf(siblings, 'digest')
      if (digest === undefined || digest.text === '' || !isFree(digest)) continue
      const isReflected = policies(snapshot, setter.policy).every(
        ({ resource }) => resource.digestReflectionPolicy !== 'Never',
      )
      const comment = digest.lineComment
      const canMark = isReflected && comment === undefined && policies(snapshot, setter.policy).length > 0
      const mark = canMark
        ? moveMarker('', file, { span: [0, 0], text: '', position: 'line' }, [
            { scalar: digest, setter: { ...setter, part: 'digest' } },
          ])?.edits.at(-1)
        : undefined
      const fixes = (): readonly Fix[] => (mark ? [{ title: 'Mark the digest too', edits: [mark] }] : [])
      yield {
        span: digest.span,
        message: `Flux updates the tag, and this digest goes on naming the old image. ${isReflected ? 'Mark it with ":digest"' : `Remove it, or have ImagePolicy ${formatPolicyRef(setter.policy)} reflect digests and mark it with ":digest"`}.`,
        fixes,
      }
    }
  },
}

/** Name and tag of one image from two policies (docs/flux.md §4.5, row 36). */
export const twoPoliciesOneImage: Check = {
  codes: [
    {
      code: 'marker-two-policies-one-image',
      severity: 'warning',
      flux: 'Each marker goes by its own policy. Where the name of an image follows one and its tag another, Flux writes a tag that the image may not have.',
    },
  ],
  *findings({ file }) {
    for (const { marker, setter, key, siblings } of markedValues(file)) {
      if (setter.part !== 'tag' && setter.part !== 'digest') continue
      if (!/^(?:tag|newTag|digest)$/.test(key)) continue
      const named = siblings.flatMap(({ key: name, value }) => {
        if (name.kind !== 'scalar' || !/^(?:repository|newName|name|image)$/.test(name.text)) return []
        const comment = value?.kind === 'scalar' ? value.lineComment : undefined
        const other = comment && parseMarker(comment.text)?.setter
        return other?.part === 'name' ? [other] : []
      })
      const [other, another] = named
      if (other === undefined || another) continue
      const [here, there] = [formatPolicyRef(setter.policy), formatPolicyRef(other.policy)]
      if (here === there) continue
      const span = markerNameSpan(file, marker, setter)
      const wanted = formatSetter({ ...other, part: setter.part })
      yield {
        span,
        message: `The name of this image follows ${there}, its ${setter.part} ${here}: the image may not have that ${setter.part}. Name one policy in both.`,
        fixes: () => [fix(`Change to ${wanted}`, file, span, there)],
      }
    }
  },
}

function scalarOf(entries: readonly Entry[], name: string): Scalar | undefined {
  const value = entries.find(({ key }) => key.kind === 'scalar' && key.text === name)?.value
  return value?.kind === 'scalar' ? value : undefined
}
