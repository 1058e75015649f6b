import type { MarkedValue } from '../../../flux/markers/marked-value.ts'
import { formatPolicyRef, type Part } from '../../../flux/markers/setter.ts'
import { policies, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { reflectDigest } from './digest-without-reflection.ts'
import { changePart, markedValues, type Shape, shapeOf } from './marked-value.ts'

/** A marker whose suffix does not go with the field (flux-semantics §4.5, row 31). */
export const suffixMismatch: Check = {
  codes: [
    {
      code: 'marker-suffix-mismatch',
      severity: 'warning',
      flux: 'The suffix says what is written: none for `image:tag`, `:tag`, `:name` or `:digest` for that part alone. Flux does not look at what the field holds, and writes `newTag: ghcr.io/acme/web:1.2.3` if told so.',
    },
  ],
  *findings({ file }) {
    for (const marked of markedValues(file)) {
      const wanted = expectedPart(marked)
      const { part } = marked.setter
      if (wanted === undefined || wanted === part) continue
      const mend = wanted === 'image' ? 'have no suffix' : `have the suffix ":${wanted}"`
      const advice =
        part === 'image'
          ? `the marker lacks the suffix ":${wanted}"`
          : `the marker should ${mend}, not ":${part}"`
      yield {
        span: spanOf(marked),
        message: `Flux would write ${partName[part]} here, and this is ${partName[wanted].replace('the ', 'a ').replace('a whole', 'a whole')}: ${advice}.`,
        fixes: () => changePart(file, marked, wanted),
      }
    }
  },
}

const partName: Readonly<Record<Part, string>> = {
  image: 'the whole image',
  name: 'the image name',
  tag: 'the tag',
  digest: 'the digest',
}

/** What the field is for, where key and value leave no doubt. */
function expectedPart({ key, marker, setter }: MarkedValue): Part | undefined {
  const shape = shapeOf(marker.value.scalar.text)
  const { part } = setter
  if (/^newTag$/.test(key) && shape !== 'image' && shape !== 'name') return 'tag'
  if (/^newName$/.test(key) && shape !== 'image') return 'name'
  if (shape === 'digest') return 'digest'
  const byShape = partsOfShape[shape]
  if (byShape === undefined || byShape.includes(part)) return undefined
  if (part === 'image' && shape === 'name') return /^(?:repository|repo)$/i.test(key) ? 'name' : undefined
  return byShape[0]
}

/** Which parts a value of that look can have been; none where nothing can be told. */
const partsOfShape: Readonly<Partial<Record<Shape, readonly Part[]>>> = {
  image: ['image'],
  name: ['name', 'image'],
  tag: ['tag'],
}

/** A marked value that holds more than what Flux would write (flux-semantics §4.5, row 33). */
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
      yield {
        span: spanOf(marked),
        message: `Flux replaces the whole value, so "${visible(lost)}" would be lost. Give the image a value of its own.`,
      }
    }
  },
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
