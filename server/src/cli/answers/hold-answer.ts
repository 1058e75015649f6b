import { heldWords } from '../../flux/hold/held-words.ts'
import type { HoldPlan } from '../../flux/hold/hold.ts'
import type { HoldRefusal } from '../../flux/hold/refusal.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { count } from '../../ide/texts/words.ts'
import { lineAndColumn } from '../place.ts'
import { json, type Printed, printable } from '../printed.ts'

/** Which of the two verbs asks. */
export type HoldVerb = 'hold' | 'release'

/** What is printed as JSON where the files do not allow it. */
export function refusedJson({ reason }: HoldRefusal): Printed {
  return json({ edits: [], held: [], affects: [], notes: [], refused: reason })
}

/** What was done, for people: what changes, then what is held. What one should know comes on standard error. */
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
