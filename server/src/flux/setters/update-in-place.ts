import { readDocuments } from '../../text/yaml.ts'
import { applyEdits, editValue } from '../automation/edit-value.ts'
import { type Marker, markersOf } from '../markers/marker.ts'
import { fileProblem } from '../workspace/file-problem.ts'

/** A file after an update that touches nothing but the marked values. */
export interface InPlaceUpdate {
  /** The new text; the old one where nothing changed or the file was left alone. */
  readonly text: string
  readonly changes: readonly InPlaceChange[]
  /** Why the file was left alone although Flux would have changed it. */
  readonly skipped?: { readonly marker: Marker; readonly code: string; readonly reason: string }
}

export interface InPlaceChange {
  readonly marker: Marker
  readonly old: string
  readonly new: string
}

/**
 * Gives the marked values of a file the values of their setters, by name (`ns:name[:part]`), as Flux would, but
 * changes no character beside them. A file that Flux does not read stays as it is, and so does one in which Flux
 * would blank a value: a digest that no policy reflects. Vector families: setters, setters-clean, setters-real.
 */
export function updateInPlace(text: string, defined: ReadonlyMap<string, string>): InPlaceUpdate {
  const documents = readDocuments(text)
  if (fileProblem(text, documents)) return { text, changes: [] }
  const changes = markersOf(documents).flatMap(marker => {
    const value = defined.get(marker.name)
    const old = marker.value.scalar.text
    return value === undefined || value === old ? [] : [{ marker, old, new: value }]
  })
  const blanked = changes.find(change => change.new === '')
  if (blanked) {
    const { marker } = blanked
    const reason = `${marker.name} has no digest: Flux would write an empty value here`
    return { text, changes: [], skipped: { marker, code: 'marker-digest-without-reflection', reason } }
  }
  const edits = changes.map(({ marker, new: value }) => editValue(text, marker.value.scalar, value))
  return { text: applyEdits(text, edits), changes }
}
