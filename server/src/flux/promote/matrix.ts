import { groupBy } from '../../text/group-by.ts'
import type { PlacedImage } from '../images/placed-images.ts'
import { type EnvironmentFolders, environments } from '../project/environments.ts'
import { canonicalImage } from '../resources/image.ts'
import { naturalOrder, shapeOf } from '../selection/natural-order.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { type EnvironmentImage, imagesOf } from './counterparts.ts'
import { nameOf, placeOf } from './pairs.ts'

/** Which version of each image each environment has. */
export interface Matrix {
  readonly environments: readonly EnvironmentFolders[]
  readonly rows: readonly MatrixRow[]
}

export interface MatrixRow {
  /** The image's name; where nothing tells it, that of its policy. */
  readonly image: string
  /** One an environment, in their order; empty where it does not have the image. */
  readonly cells: readonly (readonly MatrixValue[])[]
}

/** A version that an environment has of an image, once however often it is written. */
export interface MatrixValue {
  /** The tag; the digest where there is none. */
  readonly version: string
  readonly path: string
  readonly offset: number
  /** Whether another environment has a higher one; absent where versions of the row do not compare. */
  readonly isBehind?: boolean
}

/** The images that two environments or more have, by name. `filesOf` gives what an environment's files are, where it follows another branch. */
export function matrix(
  snapshot: Snapshot,
  filesOf: (environment: EnvironmentFolders) => Snapshot = () => snapshot,
): Matrix {
  const all = environments(snapshot)
  const images = all.map(environment =>
    imagesOf(filesOf(environment), environment).filter(({ placed }) => versionOf(placed) !== ''),
  )
  const rows = [...groupBy(images.flat(), rowOf).keys()].sort().map((key): MatrixRow => {
    const cells = images.map(ofEnvironment => valuesOf(ofEnvironment.filter(image => rowOf(image) === key)))
    const [first] = images.flatMap(ofEnvironment => ofEnvironment.filter(image => rowOf(image) === key))
    return { image: first ? nameOf(first.placed) : key, cells: compared(cells) }
  })
  return {
    environments: all,
    rows: rows.filter(({ cells }) => cells.filter(({ length }) => length > 0).length > 1),
  }
}

/** What makes images of environments one row: their name, else the place that they have in common. */
function rowOf({ placed, key }: EnvironmentImage): string {
  const { image } = placed
  const canonical = image.name === '' ? undefined : canonicalImage(image.name)
  return typeof canonical === 'string'
    ? canonical
    : nameOf(placed) === placed.keys.at(-1)
      ? key
      : nameOf(placed)
}

function valuesOf(images: readonly EnvironmentImage[]): readonly MatrixValue[] {
  return [...groupBy(images, ({ placed }) => versionOf(placed))].flatMap(([version, [first]]) =>
    first ? [{ version, ...placeOf(first.placed) }] : [],
  )
}

function versionOf({ image }: PlacedImage): string {
  return image.tag ?? image.digest ?? ''
}

/** Versions of one shape, such as `1.2.3` and `1.10.0`, compare; others do not. */
function compared(cells: readonly (readonly MatrixValue[])[]): readonly (readonly MatrixValue[])[] {
  const versions = cells.flat().map(({ version }) => version)
  if (new Set(versions.map(shapeOf)).size > 1) return cells
  const [newest = ''] = versions.toSorted((a, b) => naturalOrder(b, a))
  return cells.map(cell =>
    cell.map(value => ({ ...value, isBehind: naturalOrder(value.version, newest) < 0 })),
  )
}
