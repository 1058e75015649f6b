import { once } from '../flux/once.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { Diagnostic } from '../ide/answers.ts'
import { linesAt, shortHash } from './reports/fingerprints.ts'

/** A finding that was there before: in another commit, or when a baseline was written. It has no line number. */
export interface KnownFinding {
  readonly file: string
  readonly code: string
  /** The hash of the code, of the lines that it stands in and of what in them it marks. */
  readonly content: string
  /** The hash of the first of these lines. */
  readonly line: string
}

/** What of a workspace is worth remembering of each finding. */
export function knownFindings(
  { files }: Pick<Snapshot, 'files'>,
  found: readonly Diagnostic[],
): readonly KnownFinding[] {
  return found.map(({ path, code, span }) => {
    const text = files.get(path)?.text ?? ''
    const lines = linesAt(text, span)
    const content = shortHash(JSON.stringify([code, lines, text.slice(...span)]))
    return { file: path, code, content, line: shortHash(lines[0] ?? '') }
  })
}

/**
 * The findings that are not among the known ones, and the known ones that are no more. Each known one stands for one
 * finding: in its file wherever the lines have moved to, else in another file, if its line has left its own.
 */
export function newFindings(
  known: readonly KnownFinding[],
  snapshot: Pick<Snapshot, 'files'>,
  found: readonly Diagnostic[],
): { readonly found: readonly Diagnostic[]; readonly gone: readonly KnownFinding[] } {
  const now = knownFindings(snapshot, found).map((key, index) => ({ key, index }))
  const sameFile = matched(known, now, ({ file, content }) => `${content} ${file}`)
  const linesIn = lineHashes(snapshot)
  const movable = sameFile.known.filter(({ file, line }) => !linesIn(file).has(line))
  const moved = matched(movable, sameFile.now, ({ content }) => content)
  const left = new Set(moved.known)
  return {
    found: moved.now.flatMap(({ index }) => found[index] ?? []),
    gone: sameFile.known.filter(one => !movable.includes(one) || left.has(one)),
  }
}

interface Now {
  readonly key: KnownFinding
  readonly index: number
}

/** Takes away, by a key, one of `known` for each of `now`: what is left of both. */
function matched(
  known: readonly KnownFinding[],
  now: readonly Now[],
  keyOf: (one: KnownFinding) => string,
): { readonly known: readonly KnownFinding[]; readonly now: readonly Now[] } {
  const pool = new Map<string, KnownFinding[]>()
  for (const one of known) pool.set(keyOf(one), [...(pool.get(keyOf(one)) ?? []), one])
  const rest = now.filter(({ key }) => pool.get(keyOf(key))?.shift() === undefined)
  return { known: [...pool.values()].flat(), now: rest }
}

/** The hashes of a file's lines, made once a file. */
function lineHashes({ files }: Pick<Snapshot, 'files'>): (path: string) => ReadonlySet<string> {
  const made = new Map<string, () => ReadonlySet<string>>()
  return path => {
    const known =
      made.get(path) ??
      once(() => new Set((files.get(path)?.text ?? '').split('\n').map(line => shortHash(line.trim()))))
    made.set(path, known)
    return known()
  }
}
