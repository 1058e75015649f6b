import { markersOf, type PlacedMarker, type Snapshot } from '../workspace/snapshot.ts'

/**
 * The markers of the files in a folder, or of the file itself, in their order; all where the folder is the root, or
 * its name has a variable (`isBelow`). Found without looking at the others: there may be thousands.
 */
export function markersBelow(snapshot: Snapshot, folder: string): readonly PlacedMarker[] {
  const all = markersOf(snapshot)
  if (folder === '' || folder.includes('${')) return all
  const range = (from: string, to: string) => all.slice(firstFrom(all, from), firstFrom(all, to))
  // `0` is what follows `/`, and U+0000 precedes all that a longer name could go on with.
  return [...range(folder, `${folder}\0`), ...range(`${folder}/`, `${folder}0`)]
}

/** The index of the first marker whose path is not before `path`. */
function firstFrom(all: readonly PlacedMarker[], path: string): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.path ?? '') < path) low = middle + 1
    else high = middle
  }
  return low
}
