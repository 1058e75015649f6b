import { isBelow, isUpdateFile, updatePath } from '../automation/update-path.ts'
import { isGenerated } from '../images/is-generated.ts'
import { type PlacedImage, placedImages } from '../images/placed-images.ts'
import { isFree } from '../markers/unmarked-images.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { recalledOfFiles } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { SourceFile } from '../workspace/source-file.ts'

/** An image without a marker, in a file that an automation may write. */
export interface Candidate {
  readonly placed: PlacedImage
  /** The automation with the innermost path around the file; undefined where none reaches it. */
  readonly automation: Placed<ImageUpdateAutomation> | undefined
}

/** An image without a marker that is no candidate, and why: a clause. */
export interface LeftAlone extends Candidate {
  readonly reason: string
}

/**
 * Every image below an automation's path that has no marker, in order. Left out are files that a program writes, charts
 * and templates, files that Flux cannot read, and images whose tag a kustomization of the workspace sets.
 */
export function candidates(snapshot: Snapshot): readonly Candidate[] {
  return snapshot.unanswered.recall(unmarked).flatMap(one => ('reason' in one ? [] : [one]))
}

/** Every other image without a marker, in order, and why it is none. */
export function leftAlone(snapshot: Snapshot): readonly LeftAlone[] {
  return snapshot.unanswered.recall(unmarked).flatMap(one => ('reason' in one ? [one] : []))
}

/** Why the images of a file are left alone, wherever it is; undefined where they are not. */
export function reasonOf(snapshot: Snapshot, file: SourceFile): string | undefined {
  const chart = snapshot.recall(chartFolders).find(folder => isBelow(file.path, folder))
  if (isGenerated(file)) return 'the file says that a program writes it'
  if (chart !== undefined)
    return /\/(?:vendor|charts)\//.test(`/${chart}/`)
      ? `it is of the chart in ${chart}, which is brought along`
      : `it is of the chart in ${chart}: what is released with the chart is not updated beside it`
  if (!isUpdateFile(file.path)) return 'Flux opens files that end in .yaml or .yml only'
  if (file.facts.problemOnceMarked === undefined) return undefined
  return /\{\{[^}]*\}\}/.test(file.text) ? 'the file is a template' : 'Flux cannot read the file'
}

/** The images of one file that have no marker, wherever it is. */
export function candidatesIn(snapshot: Snapshot, file: SourceFile): readonly Candidate[] {
  const found = placedImages(snapshot, file).filter(
    ({ policy, image, form, values }) =>
      policy === undefined &&
      form !== 'value' &&
      image.name !== '' &&
      values.every(one => isFree(one.scalar)),
  )
  if (found.length === 0) return []
  const automation = automationAt(snapshot, file.path)
  return found.map(placed => ({ placed, automation }))
}

function unmarked(snapshot: Snapshot): readonly (Candidate | LeftAlone)[] {
  return [...snapshot.files.values()]
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(file => unmarkedIn(snapshot, file))
}

/** Both kinds in one file, found once: who wants all of them may ask file by file first, and let others have their turn. */
export const unmarkedIn: (snapshot: Snapshot, file: SourceFile) => readonly (Candidate | LeftAlone)[] =
  recalledOfFiles((snapshot, file) => {
    const found = candidatesIn(snapshot, file)
    if (found.length === 0) return []
    const unreached = 'no ImageUpdateAutomation has a path around it'
    const reason = reasonOf(snapshot, file) ?? (found[0]?.automation ? undefined : unreached)
    return found.map(one => {
      const by = kustomizationSetting(snapshot, one.placed)
      const why = reason ?? (by === undefined ? undefined : `${by} sets its tag`)
      return why === undefined ? one : { ...one, reason: why }
    })
  })

/** The kustomization that sets the tag of an image, so that what the manifest says does not count. */
export function kustomizationSetting(snapshot: Snapshot, { form, image }: PlacedImage): string | undefined {
  return form === 'kustomization' ? undefined : snapshot.recall(imagesOfKustomizations).get(image.name)
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

function chartFolders({ folders }: Snapshot): readonly string[] {
  return [...folders].flatMap(([folder, names]) =>
    names.includes('Chart.yaml') && folder !== '' ? [folder] : [],
  )
}

/** The names under which kustomizations set a tag, and which: what a manifest says of these does not count. */
function imagesOfKustomizations(snapshot: Snapshot): ReadonlyMap<string, string> {
  const names = [...snapshot.files.values()].flatMap(file =>
    /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(file.path)
      ? placedImages(snapshot, file).flatMap(({ form, image, keys }) =>
          form === 'kustomization'
            ? [image.name, keys.at(-1) ?? ''].map(name => [name, file.path] as const)
            : [],
        )
      : [],
  )
  return new Map(names)
}
