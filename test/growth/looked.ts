import { lookups } from '../../server/src/flux/selection/resolve.ts'
import { selectionOf } from '../../server/src/flux/selection/selection.ts'
import {
  emptySnapshot,
  type Snapshot,
  withAnswers,
  withFiles,
} from '../../server/src/flux/workspace/snapshot.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { codeLenses } from '../../server/src/ide/hints/code-lenses.ts'
import { hover } from '../../server/src/ide/hover/hover.ts'

/** One kind of input, of which there may be more than anybody thought of. */
export interface Dimension {
  readonly name: string
  /** How many of it there are in the smallest of three measurements. */
  readonly base: number
  /** Whether two kinds grow at once, so that the work may grow with their product until a budget ends it. */
  readonly isProduct?: true
  /** Makes so many of it, and gives back the work to measure. */
  readonly prepare: (size: number) => () => void
}

/** Everything that a key costs: the texts read, the diagnostics of a file, a hover and the lenses. */
export function looked(files: Readonly<Record<string, string>>, path: string): () => void {
  const snapshot = withFiles(emptySnapshot({ fluxVersion: 'auto' }), Object.entries(files))
  return () => look(snapshot, path)
}

/** The same where the registry of `ghcr.io/acme/web` has listed these tags; what they are asked is part of the work. */
export function lookedWithTags(
  files: Readonly<Record<string, string>>,
  path: string,
  tags: readonly string[],
): () => void {
  const listed = { at: 0, value: { tags, dropped: 0, pages: 1, credential: 'anonymous' } }
  const empty = withFiles(emptySnapshot({ fluxVersion: 'auto' }), Object.entries(files))
  const snapshot = withAnswers(empty, { scans: [['ghcr.io/acme/web', listed]] })
  return () => {
    const refs = [{ namespace: 'apps', name: 'web' }]
    const selections = lookups(snapshot, refs).flatMap(lookup =>
      lookup.kind === 'selection'
        ? [[lookup.key, { tags, selection: selectionOf(lookup.request) }] as const]
        : [],
    )
    look(withAnswers(snapshot, { selections }), path)
  }
}

function look(snapshot: Snapshot, path: string): void {
  diagnostics(snapshot, path)
  hover(snapshot, path, 8, 0)
  codeLenses(snapshot, path)
}
