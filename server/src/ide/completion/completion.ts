import { projectFileNames } from '../../flux/project/project-file.ts'
import { describedPlace } from '../../flux/schema/described-place.ts'
import { definitionsAt } from '../../flux/version/flux-version-at.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { cursorAt, documentAround } from '../../text/cursor.ts'
import { slice } from '../../text/span.ts'
import type { Completion } from '../answers.ts'
import { fieldCompletions } from './fields.ts'
import { markerCompletions } from './markers.ts'
import { projectCompletions } from './project.ts'
import { resourceCompletions } from './resources.ts'
import { tagCompletions } from './tags.ts'
import { templateCompletions } from './template.ts'
import { unmarkedTagCompletions } from './unmarked-tags.ts'
import { valueCompletions } from './values.ts'

/**
 * What may be typed at an offset, the likeliest first: fields, values and whole resources of the three kinds, markers
 * behind values, and the tags of marked values and of images that are scanned; keys and values of the project file. Nothing else in objects of other
 * kinds.
 */
export function completion(snapshot: Snapshot, path: string, offset: number): readonly Completion[] {
  const file = snapshot.files.get(path)
  if (file === undefined) return []
  const tags = tagCompletions(snapshot, file, offset)
  if (tags.length > 0) return tags
  // Another kind's manifest of thousands of lines is not read again for a completion that there is not.
  const document = slice(file.text, documentAround(file.text, offset))
  const isOfFlux = /\bimage\.toolkit\.fluxcd\.io\b|^ *kind: *Image/m.test(document)
  const unmarked = isOfFlux ? [] : unmarkedTagCompletions(snapshot, file.text, offset)
  if (unmarked.length > 0) return unmarked
  const isOther = document.length > 5000 && !isOfFlux
  const cursor = isOther ? undefined : cursorAt(file.text, offset)
  if (projectFileNames.includes(path)) return cursor ? projectCompletions(cursor, snapshot) : []
  if (cursor === undefined) return markerCompletions(snapshot, file, offset)
  const flux = definitionsAt(snapshot, path)
  const place = describedPlace(cursor.root, cursor.path, flux)
  if (place === undefined) return resourceCompletions(cursor, snapshot, flux)
  if (cursor.at !== 'key' && place.path.endsWith('.messageTemplate'))
    return templateCompletions(file.text, offset, cursor, place)
  if (cursor.at === 'block') return []
  // `- a` is read as a key that is being typed; in a list of strings it is an item.
  return cursor.at === 'key' && !(place.isItem && place.schema.type === 'string')
    ? fieldCompletions(cursor, place, snapshot)
    : valueCompletions(cursor, place, snapshot)
}
