import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Edit } from '../answers.ts'

/** New texts of files as edits, one a file. */
export function toEdits(snapshot: Snapshot, texts: ReadonlyMap<string, string>): readonly Edit[] {
  return [...texts].map(([path, text]) => difference(path, snapshot.files.get(path)?.text ?? '', text))
}

/** One edit that makes the second text of the first: what both begin and end with stays. */
export function difference(path: string, before: string, after: string): Edit {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  let end = 0
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const span = [start, before.length - end] as const
  return { path, span, oldText: before.slice(...span), newText: after.slice(start, after.length - end) }
}
