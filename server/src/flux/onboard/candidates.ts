import { isBelow, isUpdateFile, updatePath } from '../automation/update-path.ts'
import { isGenerated } from '../images/is-generated.ts'
import { type PlacedImage, placedImages } from '../images/placed-images.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { SourceFile } from '../workspace/source-file.ts'

/** An image without a marker, in a file that an automation may write. */
export interface Candidate {
  readonly placed: PlacedImage
  /** The automation with the innermost path around the file; undefined where none reaches it. */
  readonly automation: Placed<ImageUpdateAutomation> | undefined
}

/**
 * Every image below an automation's path that has no marker, in order. Left out are files that a program writes, charts
 * and templates, files that Flux cannot read, and images whose tag a kustomization of the workspace sets.
 */
export function candidates(snapshot: Snapshot): readonly Candidate[] {
  const set = imagesOfKustomizations(snapshot)
  const charts = chartFolders(snapshot)
  return [...snapshot.files.values()]
    .filter(file => automationAt(snapshot, file.path) !== undefined && isOwn(file, charts))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(file => candidatesIn(snapshot, file))
    .filter(({ placed }) => placed.form === 'kustomization' || !set.has(placed.image.name))
}

/** The images of one file that have no marker, wherever it is. */
export function candidatesIn(snapshot: Snapshot, file: SourceFile): readonly Candidate[] {
  const automation = automationAt(snapshot, file.path)
  return placedImages(snapshot, file)
    .filter(({ policy, image, form }) => policy === undefined && form !== 'value' && image.name !== '')
    .map(placed => ({ placed, automation }))
}

/** Of the automations around a file those that are not suspended come first, and of them the one with the innermost path. */
function automationAt(snapshot: Snapshot, path: string): Placed<ImageUpdateAutomation> | undefined {
  const around = snapshot.recall(allAutomations).filter(({ folder }) => isBelow(path, folder))
  const [best] = around.toSorted(
    (a, b) =>
      Number(a.placed.resource.suspend) - Number(b.placed.resource.suspend) ||
      b.folder.length - a.folder.length,
  )
  return best?.placed
}

function allAutomations({ index }: Snapshot) {
  return [...index.automations.values()]
    .flat()
    .map(placed => ({ placed, folder: updatePath(placed.resource.path) }))
}

function isOwn(file: SourceFile, charts: readonly string[]): boolean {
  return (
    isUpdateFile(file.path) &&
    file.facts.problem === undefined &&
    !isGenerated(file) &&
    !charts.some(folder => isBelow(file.path, folder))
  )
}

function chartFolders({ folders }: Snapshot): readonly string[] {
  return [...folders].flatMap(([folder, names]) =>
    names.includes('Chart.yaml') && folder !== '' ? [folder] : [],
  )
}

/** The names under which kustomizations set a tag: what a manifest says of these does not count. */
function imagesOfKustomizations(snapshot: Snapshot): ReadonlySet<string> {
  const names = [...snapshot.files.values()].flatMap(file =>
    /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(file.path)
      ? placedImages(snapshot, file).flatMap(({ form, image, keys }) =>
          form === 'kustomization' ? [image.name, keys.at(-1) ?? ''] : [],
        )
      : [],
  )
  return new Set(names)
}
