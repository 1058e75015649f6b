import { kinds } from '../../flux/resources/kinds.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Span } from '../../text/span.ts'
import { contains } from '../../text/span.ts'
import type { Place } from '../answers.ts'
import { markerWords } from './marker-words.ts'
import { type Named, namedAt, occurrences } from './occurrences.ts'
import { namespaceAt, type RenameEdit, type Renaming, renameNamespace } from './rename-namespace.ts'

/** What would be renamed at an offset: the span of the name alone. */
export function renameSpan(snapshot: Snapshot, path: string, offset: number): Span | undefined {
  const namespace = namespaceAt(snapshot, path, offset)
  if (namespace) return namespace.span
  const named = namedAt(snapshot, path, offset)
  const here =
    named && occurrences(snapshot, named).find(one => one.path === path && contains(one.span, offset))
  return here && nameIn(snapshot, here, named)
}

/** Renames what is named at an offset wherever it is named, or nowhere: an object of image automation, or a namespace. */
export function rename(snapshot: Snapshot, path: string, offset: number, newName: string): Renaming {
  const namespace = namespaceAt(snapshot, path, offset)
  if (namespace) return renameNamespace(snapshot, namespace.name, newName)
  const named = namedAt(snapshot, path, offset)
  if (named === undefined)
    return { refusal: 'Here stands no name of a namespace, or of an object of image automation.' }
  const { kind, ref } = named
  if (newName.length > 253 || !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(newName))
    return {
      refusal: `${newName} is no name for an object: lower-case letters, digits, - and . are allowed.`,
    }
  const index = snapshot.index[kinds[kind].plural]
  if (index.has(`${ref.namespace}:${newName}`))
    return { refusal: `There is ${kind} ${newName} in ${ref.namespace} already.` }
  const all = occurrences(snapshot, named)
  const changed = all.find(({ changes }) => changes.length > 0)
  if (changed)
    return {
      refusal: `A kustomization changes ${kind} ${ref.name} of ${changed.path} by its name: rename it by hand.`,
    }
  const edits = all.flatMap((place): readonly RenameEdit[] => {
    const span = nameIn(snapshot, place, named)
    return span ? [{ path: place.path, span, oldText: ref.name, newText: newName }] : []
  })
  return edits.length === all.length
    ? { edits }
    : { refusal: `${ref.name} is not written out wherever it is meant: rename it by hand.` }
}

/** Where the name alone stands in a place that names something. */
export function nameIn(snapshot: Snapshot, { path, span }: Place, { ref }: Named): Span | undefined {
  const file = snapshot.files.get(path)
  const text = file?.text.slice(...span) ?? ''
  if (text.startsWith('#')) {
    const marker = file?.facts.markers.find(one => one.span[0] === span[0])
    return marker && markerWords(file?.text ?? '', marker)?.policy
  }
  const found = text.indexOf(ref.name)
  const isWhole = /^["']?$/.test(text.slice(0, found)) && /^["']?$/.test(text.slice(found + ref.name.length))
  return found === -1 || !isWhole ? undefined : [span[0] + found, span[0] + found + ref.name.length]
}
