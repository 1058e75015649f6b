import { typedDamage } from '../automation/typed-value.ts'
import { explodedList } from '../markers/exploded-list.ts'
import type { Marker } from '../markers/marker.ts'
import { formatSetter } from '../markers/setter.ts'
import { replacedExpression, reprintedExpressions } from '../markers/template-expression.ts'
import { inWords } from '../workspace/file-problem.ts'
import { recalledOfFiles } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { Verdict } from './link.ts'

/** Whether Flux reads a marker, and what it writes there is still what its file means. */
export function markedVerdict(snapshot: Snapshot, path: string, marker: Marker): Verdict {
  const { setter, value } = marker
  const place = { path, span: marker.span }
  if (setter === undefined) return { ok: false, detail: 'the marker names no policy', place }
  const detail = `Flux reads ${formatSetter(setter)} for the value ${JSON.stringify(value.scalar.text)}`
  const damage = typedDamage(snapshot, path, marker)
  if (damage?.severity === 'error')
    return {
      ok: null,
      detail: `${detail}, which is ${damage.kind.name}, and ${damage.words}`,
      remedy: 'Quote the value.',
      place: { path, span: value.span },
      code: 'marker-unquoted-nonstring',
    }
  const expression = replacedExpression(snapshot.files.get(path)?.text ?? '', marker)
  if (expression)
    return {
      ok: null,
      detail: `${detail}, and replaces the template expression in it`,
      remedy: 'Mark the value in values.yaml.',
      place: { path, span: expression },
      code: 'marker-in-helm-template',
    }
  return { ok: true, detail, place }
}

/** Whether Flux opens and parses a file, and writes it where it stands (docs/flux.md §4.3 and §4.4). */
export const fileVerdict: (snapshot: Snapshot, path: string) => Verdict = recalledOfFiles(findFileVerdict)

function findFileVerdict(snapshot: Snapshot, path: string): Verdict {
  const file = snapshot.files.get(path)
  const problem = file?.facts.problem
  if (problem)
    return {
      ok: false,
      detail: `Flux skips the whole file: ${inWords(problem)}`,
      place: { path, span: problem.span },
      code: problem.code,
    }
  // Most files name no List, and need not be parsed to see that; an escape may spell anything.
  const list = file && /List|\\/.test(file.text) ? explodedList(file.facts) : undefined
  if (list)
    return {
      ok: false,
      detail: 'Flux takes a List apart: it writes the items to new files and leaves this one as it is',
      remedy: 'Make each item a document of its own.',
      place: { path, span: list.kind.span },
      code: 'marker-in-list-kind',
    }
  const [expression] = file ? reprintedExpressions(file) : []
  if (expression)
    return {
      ok: null,
      detail: 'Flux re-prints a template expression of this file as a mapping',
      remedy: 'Move the marked value to values.yaml.',
      place: { path, span: expression },
      code: 'marker-in-helm-template',
    }
  return { ok: true, detail: `Flux opens and parses ${path}` }
}
