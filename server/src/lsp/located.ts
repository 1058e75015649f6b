import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { LineIndex } from '../text/line-index.ts'
import type { OpenFolder } from './folders.ts'

/** A document, the folder's snapshot and the file's place in it. */
export interface Located {
  readonly workspace: OpenFolder
  readonly snapshot: Snapshot
  readonly path: string
  readonly text: string
  readonly lines: LineIndex
}
