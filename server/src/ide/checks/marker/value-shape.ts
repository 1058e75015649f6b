import { editValue } from '../../../flux/automation/edit-value.ts'
import { expectedPart, isDamaged, partIn } from '../../../flux/markers/field-part.ts'
import type { MarkedValue } from '../../../flux/markers/marked-value.ts'
import { formatPolicyRef, type Part, partOf } from '../../../flux/markers/setter.ts'
import { shapeOf } from '../../../flux/markers/shape.ts'
import { latestRef } from '../../../flux/selection/resolve.ts'
import { policies, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix } from '../../answers.ts'
import type { Check } from '../../check.ts'
import { replace } from '../../fixes/field-edits.ts'
import { visible } from '../../texts/words.ts'
import { reflectDigest } from './digest-without-reflection.ts'
import { changePart, imageOf, isMatchKey, markedValues } from './marked-value.ts'

/** A marker whose suffix does not go with the field (docs/flux.md §4.5, row 31). */
export const suffixMismatch: Check = {
  codes: [
    {
      code: 'marker-suffix-mismatch',
      severity: 'warning',
      flux: 'The suffix says what is written: none for `image:tag`, `:tag`, `:name` or `:digest` for that part alone. Flux does not look at what the field holds, and writes `newTag: ghcr.io/acme/web:1.2.3` if told so. An error where it has done that.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const marked of markedValues(file)) {
      const wanted = expectedPart(marked)
      const { part } = marked.setter
      if (wanted === undefined || wanted === part || isMatchKey(marked)) continue
      const change = wanted === 'image' ? 'have no suffix' : `have the suffix ":${wanted}"`
      const advice =
        part === 'image'
          ? `the marker lacks the suffix ":${wanted}"`
          : `the marker should ${change}, not ":${part}"`
      const { text } = marked.marker.value.scalar
      if (isDamaged(wanted, text)) {
        yield {
          severity: 'error',
          span: spanOf(marked),
          message: `${marked.key} takes ${partName[wanted]}, and holds "${visible(text)}": ${advice}. Correct the marker and the value.`,
          fixes: () => correctBoth(file, snapshot, marked, wanted),
        }
        continue
      }
      yield {
        span: spanOf(marked),
        message: `Flux would write ${partName[part]} here, and this is ${partName[wanted].replace('the ', 'a ')}: ${advice}.`,
        fixes: () => changePart(file, marked, wanted),
      }
    }
  },
}

/** The marker and the value in one edit each: either alone leaves the other wrong. */
function correctBoth(
  file: SourceFile,
  snapshot: Snapshot,
  marked: MarkedValue,
  wanted: Part,
): readonly Fix[] {
  const { marker, setter } = marked
  const { scalar } = marker.value
  const latest = latestRef(snapshot, setter.policy)
  const value =
    partIn(scalar.text, wanted, imageOf(snapshot, setter)) ??
    (latest.state === 'latest' ? partOf(latest.ref, wanted) : '')
  if (value === '') return []
  const { span, newText } = editValue(file.text, scalar, value)
  const edit = replace(file, span, newText)
  return changePart(file, marked, wanted).map(({ title, edits }) => ({
    title: `${title}, and the value to ${value}`,
    edits: [edit, ...edits],
  }))
}

const partName: Readonly<Record<Part, string>> = {
  image: 'the whole image',
  name: 'the image name',
  tag: 'the tag',
  digest: 'the digest',
}

/** A marked value that holds more than what Flux would write (docs/flux.md §4.5, row 33). */
export const partialValue: Check = {
  codes: [
    {
      code: 'marker-partial-value',
      severity: 'warning',
      flux: 'Flux replaces the whole value. Whatever stands around the image in it, an option, a URL, a digest behind the tag, is gone after the first update.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const marked of markedValues(file)) {
      const digest = lostDigest(marked, snapshot)
      if (digest !== undefined) {
        yield {
          span: spanOf(marked),
          message: `Flux replaces the whole value, and ImagePolicy ${formatPolicyRef(marked.setter.policy)} reflects no digest: "${visible(digest)}" would be lost. Have the policy reflect digests.`,
          fixes: () => reflectDigest(snapshot, marked.setter),
        }
        continue
      }
      const lost = lostPart(marked, file)
      if (lost === undefined) continue
      if (isLeftover(lost)) {
        const { scalar } = marked.marker.value
        const rest = scalar.text.slice(0, -lost.length)
        yield {
          span: spanOf(marked),
          message: `This is no image: "${visible(lost)}" stands behind it, and no cluster can pull that. Remove it.`,
          fixes: () => {
            const { span, newText } = editValue(file.text, scalar, rest)
            return [{ title: `Change to ${rest}`, edits: [replace(file, span, newText)] }]
          },
        }
        continue
      }
      yield {
        span: spanOf(marked),
        message: `Flux replaces the whole value, so "${visible(lost)}" would be lost. Give the image a value of its own.`,
      }
    }
  },
}

/** Whether what stands behind an image is left over from typing: quotes and brackets. */
function isLeftover(text: string): boolean {
  return /^["'}\]),;]+$/.test(text)
}

/** A digest behind an image, that its policy does not write. */
function lostDigest({ marker, setter }: MarkedValue, snapshot: Snapshot): string | undefined {
  const { text } = marker.value.scalar
  const variants = policies(snapshot, setter.policy)
  if (setter.part !== 'image' || shapeOf(text) !== 'image' || variants.length === 0) return undefined
  const isLost = variants.every(({ resource }) => resource.digestReflectionPolicy === 'Never')
  return isLost ? /@sha256:[0-9a-f]+$/.exec(text)?.[0] : undefined
}

function lostPart({ marker, setter }: MarkedValue, { text }: SourceFile): string | undefined {
  const value = marker.value.scalar.text
  if (/\$\{|\{\{/.test(value) || text === '') return undefined
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.exec(value)?.[0]
  if (url !== undefined) return url
  if (setter.part === 'tag' && /^[\w.-]+@sha256:/.test(value)) return value.slice(value.indexOf('@'))
  if (setter.part === 'tag') {
    const before = /^(?=[^:]*$).*[=\s](?=[\w][\w.-]*$)/.exec(value)?.[0]
    if (before !== undefined) return before
  }
  const around =
    /^(.*[\s=,'"])?((?:[\w.-]+(?::\d+)?\/)+[\w.-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?)([\s,'"].*)?$/s.exec(
      value,
    )
  if (around === null) return undefined
  return around[1] ?? around[3]
}

function spanOf({ marker }: MarkedValue) {
  return marker.value.span[0] === marker.value.span[1] ? marker.value.scalar.span : marker.value.span
}
