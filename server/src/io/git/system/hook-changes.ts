import type { Moves } from '../index/swap-entries.ts'
import { pathText } from '../objects/find-blob.ts'
import type { HookedCommit } from './run-git-commit.ts'

/** What hooks made of a commit besides what was planned. */
export interface HookChanges {
  /** From the planned blob, or the parent's where nothing was planned, to the committed one. */
  readonly moves: Moves
  /** Files that neither the plan nor the parent has: mode, object and path (bytes, one a character). */
  readonly added: readonly { readonly mode: string; readonly oid: string; readonly path: string }[]
  /** The same in sentences. */
  readonly notes: readonly string[]
}

/** Compares a commit with what was planned. */
export async function hookChanges({ git, prepared }: HookedCommit, oid: string): Promise<HookChanges> {
  const planned = new Map(
    prepared.files.map(({ path, before, after }) => [path, { before, after: after.oid }]),
  )
  const moves = new Map<string, { from: string; to: string }>()
  const added: HookChanges['added'][number][] = []
  const notes: string[] = []
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', prepared.target.parent, oid]
  const raw = (await git.ask(args)).toString('latin1')
  for (const [, mode = '', before = '', after = '', path = ''] of raw.matchAll(
    /:\d+ (\d+) (\w+) (\w+) \w\0([^\0]*)\0/g,
  )) {
    const plan = planned.get(path)
    planned.delete(path)
    if (plan?.after === after) continue
    if (/^0+$/.test(before)) added.push({ mode, oid: after, path })
    else moves.set(path, { from: plan?.after ?? before, to: after })
    notes.push(`A hook changed ${pathText(path)} in the commit.`)
  }
  for (const [path, { before, after }] of planned) {
    moves.set(path, { from: after, to: before })
    notes.push(`A hook took ${pathText(path)} out of the commit.`)
  }
  return { moves, added, notes }
}
