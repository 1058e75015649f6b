import { emptySnapshot, type Snapshot, withFiles } from '../../server/src/flux/workspace/snapshot.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { codeLenses } from '../../server/src/ide/hints/code-lenses.ts'
import { hover } from '../../server/src/ide/hover/hover.ts'

/** One kind of input, of which there may be more than anybody thought of. */
export interface Dimension {
  readonly name: string
  /** How many of it there are in the smallest of three measurements. */
  readonly base: number
  /** Makes so many of it, and gives back the work to measure. */
  readonly prepare: (size: number) => () => void
}

/** Everything that a key costs: the texts read, the diagnostics of a file, a hover and the lenses. */
export function looked(files: Readonly<Record<string, string>>, path: string): () => void {
  const snapshot = withFiles(emptySnapshot({ fluxVersion: 'auto' }), Object.entries(files))
  return () => look(snapshot, path)
}

function look(snapshot: Snapshot, path: string): void {
  diagnostics(snapshot, path)
  hover(snapshot, path, 8, 0)
  codeLenses(snapshot, path)
}
