import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Edit } from '../answers.ts'

/** The texts of files after edits of the snapshot's, none of which overlap. */
export function edited({ files }: Snapshot, edits: readonly Edit[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const { path, span, newText } of edits.toSorted((a, b) => b.span[0] - a.span[0])) {
    const text = texts.get(path) ?? files.get(path)?.text ?? ''
    texts.set(path, text.slice(0, span[0]) + newText + text.slice(span[1]))
  }
  return texts
}
