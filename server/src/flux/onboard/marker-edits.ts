import { isYaml11NonString } from '../../go/yaml/resolve.ts'
import type { Span } from '../../text/span.ts'
import type { ImageValue, PlacedImage } from '../images/placed-images.ts'
import { formatSetter, type PolicyRef } from '../markers/setter.ts'

/** A change of a file's text; a file that is not there is made of `newText`. */
export interface OnboardEdit {
  readonly path: string
  readonly span: Span
  readonly newText: string
}

/** The edits that put a policy's markers on an image, or why there is no place for them. */
export function markerEdits(
  { file, values, form, image, object }: PlacedImage,
  policy: PolicyRef,
): readonly OnboardEdit[] | { readonly reason: string } {
  if (/List$/.test(object.kind) && object.apiVersion === 'v1')
    return {
      reason: 'Flux takes a List apart and leaves its file as it is: make each item a document of its own',
    }
  const edits: OnboardEdit[] = []
  for (const value of values) {
    if (value.part === 'name') continue
    if (value.part === 'digest' && value.scalar.text === '') continue
    if (form === 'image' && image.tag === undefined) return { reason: 'it has a digest and no tag' }
    if (value.part === 'tag' && value.scalar.text.includes('@'))
      return {
        reason: 'its tag holds a digest too, which no marker can write: give the digest a field of its own',
      }
    const setter = formatSetter({ policy, part: value.part })
    const found = markerEdit(file.text, value, `# {"$imagepolicy": "${setter}"}`)
    if ('reason' in found) return found
    edits.push({ path: file.path, ...found })
  }
  return edits.length > 0 ? edits : { reason: 'it has no field for the tag' }
}

type Placing = Omit<OnboardEdit, 'path'> | { readonly reason: string }

/** Behind the value, at the end of its line. A comment there goes above; a value that is no string gets quotes. */
function markerEdit(text: string, { scalar }: ImageValue, marker: string): Placing {
  const [start, end] = scalar.span
  if (scalar.style === 'literal' || scalar.style === 'folded' || text.slice(start, end).includes('\n'))
    return { reason: 'the value stands on several lines: write it on one' }
  const raw = text.slice(start, end)
  const written = scalar.style === 'plain' && isYaml11NonString(scalar.text) ? `"${scalar.text}"` : raw
  const lineEnd = /\r?\n|$/.exec(text.slice(end))?.index ?? 0
  const rest = text.slice(end, end + lineEnd)
  if (scalar.inFlow) {
    // In a flow collection Flux reads a comment at the end of an item's line only.
    if (!/^\s*,?\s*$/.test(rest) && !/^\s*\}\s*$/.test(rest))
      return { reason: 'the value stands inside braces: write each key on a line of its own' }
    const [, brace = ''] = /^\s*(\}?)/.exec(rest) ?? []
    if (brace === '')
      return { span: [start, end + lineEnd], newText: `${written}${rest.trimEnd()} ${marker}` }
    return { span: [start, end + lineEnd], newText: `${written} ${marker}\n${indentAt(text, start)}}` }
  }
  if (rest.trim() === '') return { span: [start, end + lineEnd], newText: `${written} ${marker}` }
  const lineStart = text.lastIndexOf('\n', start) + 1
  const indent = indentAt(text, start)
  const line = text.slice(lineStart, start)
  return {
    span: [lineStart, end + lineEnd],
    newText: `${indent}${rest.trim()}\n${line}${written} ${marker}`,
  }
}

function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  return /^ */.exec(text.slice(lineStart, offset))?.[0] ?? ''
}
