import type { MarkedValue } from '../../../flux/markers/marked-value.ts'
import { formatSetter } from '../../../flux/markers/setter.ts'
import { isFree } from '../../../flux/markers/unmarked-images.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Entry, Mapping, Node, Scalar } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import type { Check } from '../../check.ts'
import { setField } from '../../fixes/field-edits.ts'
import { moveMarker, removeComment } from '../../fixes/marker-edits.ts'
import { visible } from '../../texts/words.ts'
import { imageOf, isMatchKey, markedValues } from './marked-value.ts'

/** A marker on the `name` by which kustomize finds images (docs/flux.md §6.1). */
export const matchKey: Check = {
  codes: [
    {
      code: 'marker-on-match-key',
      severity: 'warning',
      flux: 'In an entry of `images`, of a kustomization or of a Flux Kustomization, `name` says which images are changed, and `newName` and `newTag` what they become. A marker on `name` has Flux rewrite what is looked for: the entry matches nothing then, and changes nothing.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const marked of markedValues(file)) {
      if (!isMatchKey(marked)) continue
      const { marker, setter } = marked
      const { text } = marker.value.scalar
      const image = imageOf(snapshot, setter)
      // What is written anew as it stands does no harm.
      if (setter.part === 'name' && (image === undefined || image === text)) continue
      const becomes = image !== undefined && setter.part === 'name' ? ` to ${visible(image)}` : ''
      yield {
        span: marker.value.span,
        message: `Flux would change this name${becomes}, and kustomize looks for images of this name: the entry would match nothing. Put the marker behind ${setter.part === 'tag' ? 'newTag' : setter.part === 'digest' ? 'digest' : 'newName'} instead.`,
        fixes: () => fixes(file, marked, image),
      }
    }
  },
}

function fixes(file: SourceFile, marked: MarkedValue, image: string | undefined): readonly Fix[] {
  const { marker, setter, siblings } = marked
  const comment = { span: marker.span, text: '', position: 'line' } as const
  const field = setter.part === 'tag' ? 'newTag' : setter.part === 'digest' ? 'digest' : 'newName'
  const to = scalarOf(siblings, field)
  const other = setter.part === 'image' ? ({ ...setter, part: 'name' } as const) : setter
  if (to) {
    const moved = isFree(to)
      ? moveMarker(`Move the marker to ${field}`, file, comment, [{ scalar: to, setter: other }])
      : { title: 'Remove the marker', edits: [removeComment(file, comment)] }
    return moved ? [moved] : []
  }
  const mapping = file.facts.documents.flatMap(({ root }) => mappingOf(root, siblings) ?? [])[0]
  if (image === undefined || field !== 'newName' || mapping === undefined || mapping.flow) return []
  const added = setField(file, mapping, ['newName'], `${image} # {"$imagepolicy": "${formatSetter(other)}"}`)
  return added ? [{ title: 'Add newName with the marker', edits: [removeComment(file, comment), added] }] : []
}

function scalarOf(entries: readonly Entry[], name: string): Scalar | undefined {
  const value = entries.find(({ key }) => key.kind === 'scalar' && key.text === name)?.value
  return value?.kind === 'scalar' ? value : undefined
}

function mappingOf(node: Node | undefined, entries: readonly Entry[]): Mapping | undefined {
  if (node?.kind === 'sequence') return first(node.items, item => mappingOf(item, entries))
  if (node?.kind !== 'mapping') return undefined
  if (node.entries === entries) return node
  return first(node.entries, ({ value }) => mappingOf(value, entries))
}

function first<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one)
    if (found !== undefined) return found
  }
  return undefined
}
