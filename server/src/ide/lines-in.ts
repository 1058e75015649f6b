import { recalled } from '../flux/workspace/recalled.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { type LineIndex, lineIndex } from '../text/line-index.ts'

/** The lines of a file of a snapshot, found once. */
export const linesIn: (snapshot: Snapshot, path: string) => LineIndex = recalled(({ files }, path: string) =>
  lineIndex(files.get(path)?.text ?? ''),
)
