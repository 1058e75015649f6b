import { type Snapshot, withFiles } from './snapshot.ts'

/** What was found beneath a folder: a file's path, and its text where that may matter. */
interface Found {
  readonly path: string
  readonly text?: string
}

/**
 * The snapshot with what is beneath a folder (relative to the root, with `/`) as it was found there; the same one where
 * there was and is nothing. `open` are the texts of open documents, which win.
 */
export function withFolder(
  snapshot: Snapshot,
  folder: string,
  found: readonly Found[],
  open: ReadonlyMap<string, string>,
): Snapshot {
  const isBeneath = (path: string) => path.startsWith(`${folder}/`)
  const texts = new Map(
    found.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text] as const])),
  )
  const gone = [...snapshot.files.keys()].filter(path => isBeneath(path) && !texts.has(path))
  const elsewhere = [...snapshot.unread].filter(path => !isBeneath(path))
  if (found.length === 0 && gone.length === 0 && elsewhere.length === snapshot.unread.size) return snapshot
  const unread = found.flatMap(({ path, text }) => (text === undefined ? [path] : []))
  return withFiles(
    snapshot,
    [
      ...gone.map(path => [path, undefined] as const),
      ...texts,
      ...[...open].filter(([path]) => isBeneath(path)),
    ],
    new Set([...elsewhere, ...unread]),
  )
}
