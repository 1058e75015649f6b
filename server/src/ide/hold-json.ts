import type { Held, HoldPlan } from '../flux/hold/hold.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { linesIn } from './lines-in.ts'

/** A hold as JSON has it: `at` is null for an automation, `reason` empty where there is none. */
export interface HeldJson {
  readonly target: string
  readonly by: Held['by']
  readonly at: string | null
  readonly since: string
  readonly reason: string
}

/** What `hold` and `release` answer at every door (contract). After a release nothing is held: what was is in `released`. */
export interface HoldJson {
  /** Lines count from 1, in the texts before. `old` is empty where lines are added, `new` where they are taken out. */
  readonly edits: readonly {
    readonly file: string
    readonly line: number
    readonly old: string
    readonly new: string
  }[]
  readonly held: readonly HeldJson[]
  readonly released?: readonly HeldJson[]
  /** The other policies that it reaches. */
  readonly affects: readonly string[]
  readonly notes: readonly string[]
}

/** A plan as JSON; `snapshot` is the one that it was made of. */
export function holdJson(snapshot: Snapshot, verb: 'hold' | 'release', plan: HoldPlan): HoldJson {
  const rows = plan.held.map(heldJson)
  return {
    edits: plan.edits.map(({ path, offset, was, now }) => ({
      file: path,
      line: linesIn(snapshot, path).positionAt(offset).line + 1,
      old: was,
      new: now,
    })),
    ...(verb === 'hold' ? { held: rows } : { held: [], released: rows }),
    affects: plan.affects,
    notes: plan.notes,
  }
}

export function heldJson({ target, by, at, since, reason }: Held): HeldJson {
  return { target, by, at: at ?? null, since, reason: reason ?? '' }
}
