import type { Simulation } from '../flux/automation/simulate.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { lineIndex } from '../text/line-index.ts'
import { unifiedDiff } from './unified-diff.ts'

/** What Flux itself would write, in the contract's shape: every door answers this. Lines from 1. */
export interface SimulationJson {
  readonly files: readonly { readonly file: string; readonly diff: string; readonly reformats: boolean }[]
  readonly message: string | null
  readonly branch: string | null
  readonly changes: readonly {
    readonly file: string
    readonly line?: number
    readonly setter: string
    readonly old: string
    readonly new: string
    readonly object: Simulation['changes'][number]['object']
  }[]
  readonly skipped: readonly {
    readonly file: string
    readonly line?: number
    readonly code: string
    readonly reason: string
  }[]
}

export function simulationJson(
  { files: texts }: Snapshot,
  { files, message, branch, changes, skipped }: Simulation,
): SimulationJson {
  const lineAt = (path: string, offset?: number) =>
    offset === undefined ? {} : { line: lineIndex(texts.get(path)?.text ?? '').positionAt(offset).line + 1 }
  return {
    files: files.map(({ path, before, after, reformats }) => ({
      file: path,
      diff: unifiedDiff(path, before, after),
      reformats,
    })),
    message: message ?? null,
    branch: branch ?? null,
    changes: changes.map(({ path, offset, setter, old, new: value, object }) => ({
      file: path,
      ...lineAt(path, offset),
      setter,
      old,
      new: value,
      object,
    })),
    skipped: skipped.map(({ path, offset, code, reason }) => ({
      file: path,
      ...lineAt(path, offset),
      code,
      reason,
    })),
  }
}

/** The same for people: the branch, the message, the diff, and what is skipped and why. */
export function simulationText({ files, message, branch, skipped }: Simulation): string {
  const diffs = files.map(({ path, before, after }) => unifiedDiff(path, before, after))
  const commit = message === undefined ? '' : `on ${branch ?? 'a branch that is not known'}:\n\n${message}\n`
  const words = files.length === 0 ? 'Flux would write nothing.\n' : `${commit}\n${diffs.join('')}`
  const passed = skipped.map(({ path, reason }) => `skipped: ${path}: ${reason}\n`)
  return `${words}${passed.length > 0 ? `\n${passed.join('')}` : ''}`
}
