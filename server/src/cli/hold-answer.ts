import type { Held, HoldPlan } from '../flux/hold/hold.ts'
import type { HoldRefusal } from '../flux/hold/refusal.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { heldWords } from '../ide/texts/held-words.ts'
import { count } from '../ide/texts/words.ts'
import { lineAndColumn } from './place.ts'
import { json, type Printed, printable } from './printed.ts'

/** Which of the two verbs asks. */
export type HoldVerb = 'hold' | 'release'

/** The contract's JSON of `hold` and `release`. After a release nothing is held: what was is in `released`. */
export function holdJson(snapshot: Snapshot, verb: HoldVerb, plan: HoldPlan): Printed {
  const rows = plan.held.map(heldJson)
  return json({
    edits: plan.edits.map(({ path, offset, was, now }) => ({
      file: path,
      line: lineAndColumn(snapshot.files.get(path)?.text ?? '', offset).line,
      old: was,
      new: now,
    })),
    ...(verb === 'hold' ? { held: rows } : { held: [], released: rows }),
    affects: plan.affects,
    notes: plan.notes,
  })
}

/** What is printed as JSON where the files do not allow it. */
export function refusedJson({ reason }: HoldRefusal): Printed {
  return json({ edits: [], held: [], affects: [], notes: [], refused: reason })
}

interface HeldJson {
  readonly target: string
  readonly by: Held['by']
  readonly at: string | null
  readonly since: string
  readonly reason: string
}

/** A hold as JSON has it. */
export function heldJson({ target, by, at, since, reason }: Held): HeldJson {
  return { target, by, at: at ?? null, since, reason: reason ?? '' }
}

/** The same for people: what changes, then what is held. What one should know comes on standard error. */
export function holdText(snapshot: Snapshot, verb: HoldVerb, plan: HoldPlan, isDry: boolean): Printed {
  const lines = plan.edits.map(({ path, offset, was, now }) => {
    const { line } = lineAndColumn(snapshot.files.get(path)?.text ?? '', offset)
    return `${path}:${line}  ${inShort(was)} → ${inShort(now)}`
  })
  const done = plan.held.map(held => {
    const what = `${held.target} ${heldWords(held)}`
    if (verb === 'release') return `${isDry ? 'would release' : 'released'}: ${what}`
    return isDry ? `would be: ${what}` : what
  })
  const files = count(new Set(plan.edits.map(({ path }) => path)).size, 'file')
  return printable(
    `${[...lines, ...(lines.length > 0 ? [''] : []), ...done, `${files} ${isDry ? 'would be changed' : 'changed'}`].join('\n')}\n`,
  )
}

function inShort(text: string): string {
  const words = text.trim().replace(/\s+/g, ' ')
  return words === '' ? '(nothing)' : words.length > 80 ? `${words.slice(0, 79)}…` : words
}
