import { groupBy } from '../../text/group-by.ts'
import { isGenerated } from '../images/is-generated.ts'
import { type PlacedImage, placedImages } from '../images/placed-images.ts'
import { type EnvironmentFolders, folderAround } from '../project/environments.ts'
import { withoutEnvironment } from '../project/stages.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** An image of an environment, with what makes it the same one in others. */
export interface EnvironmentImage {
  readonly placed: PlacedImage
  /** File, object and place in it, without what tells environments apart. */
  readonly key: string
  /** The same without the file; undefined where the object has no name. */
  readonly objectKey: string | undefined
}

/** The images in the folders of an environment, in the order of files and places. */
export function imagesOf(snapshot: Snapshot, environment: EnvironmentFolders): readonly EnvironmentImage[] {
  const { name, folders } = environment
  return [...snapshot.files.values()]
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(file => {
      const folder = folderAround(environment, file.path)
      if (folder === undefined || isGenerated(file)) return []
      const canonical = (text: string) => withoutEnvironment(text, name)
      const rest = folder === '' ? file.path : file.path.slice(folder.length + 1)
      const around = canonical(folder)
      return placedImages(snapshot, file).map(placed => {
        const { object, document, keys } = placed
        const named = object.name === '' ? String(document) : canonical(object.name)
        const inObject = [object.kind, named, ...keys.map(canonical)]
        return {
          placed,
          key: JSON.stringify([folders.length > 1 ? around : '', canonical(rest), ...inObject]),
          objectKey: object.name === '' ? undefined : JSON.stringify(inObject),
        }
      })
    })
}

/** Which image of the one environment is the same thing as one of another; several where that is not certain. */
export function counterparts(
  to: readonly EnvironmentImage[],
): (image: EnvironmentImage) => readonly EnvironmentImage[] {
  const byKey = groupBy(to, ({ key }) => key)
  const byObject = groupBy(to, ({ objectKey }) => objectKey)
  return ({ key, objectKey, placed }) => {
    const found = byKey.get(key) ?? (objectKey === undefined ? undefined : byObject.get(objectKey)) ?? []
    if (found.length < 2) return found
    // The same object twice in one place: by its namespace.
    const same = found.filter(one => one.placed.object.namespace === placed.object.namespace)
    return same.length === 1 ? same : found
  }
}
