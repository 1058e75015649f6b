import { kinds } from '../../flux/resources/kinds.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Span } from '../../text/span.ts'
import { contains } from '../../text/span.ts'
import type { Edit, Place } from '../answers.ts'
import { type Named, namedAt, occurrences } from './occurrences.ts'

/** The edits of a renaming, or why there is none, in a sentence. */
export type Renaming = { readonly edits: readonly Edit[] } | { readonly refusal: string }

/** What would be renamed at an offset: the span of the name alone. */
export function renameSpan(snapshot: Snapshot, path: string, offset: number): Span | undefined {
  const named = namedAt(snapshot, path, offset)
  const here =
    named && occurrences(snapshot, named).find(one => one.path === path && contains(one.span, offset))
  return here && nameIn(snapshot, here, named)
}

/** Renames a policy or a repository wherever it is named, or nowhere. */
export function rename(snapshot: Snapshot, path: string, offset: number, newName: string): Renaming {
  const named = namedAt(snapshot, path, offset)
  if (named === undefined) return { refusal: 'Here stands no name of an ImagePolicy or ImageRepository.' }
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
  const edits = all.flatMap((place): readonly Edit[] => {
    const span = nameIn(snapshot, place, named)
    return span ? [{ path: place.path, span, oldText: ref.name, newText: newName }] : []
  })
  return edits.length === all.length
    ? { edits }
    : { refusal: `${ref.name} is not written out wherever it is meant: rename it by hand.` }
}

/** Where the name alone stands in a place that names something. */
function nameIn({ files }: Snapshot, { path, span }: Place, { ref }: Named): Span | undefined {
  const text = files.get(path)?.text.slice(...span) ?? ''
  const isMarker = text.startsWith('#')
  const wanted = isMarker ? `${ref.namespace}:${ref.name}` : ref.name
  const found = text.indexOf(wanted)
  const isWhole =
    isMarker || (/^["']?$/.test(text.slice(0, found)) && /^["']?$/.test(text.slice(found + wanted.length)))
  if (found === -1 || !isWhole) return undefined
  const start = span[0] + found + wanted.length - ref.name.length
  return [start, start + ref.name.length]
}
