import { type Candidate, candidates } from '../../flux/onboard/candidates.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { linesIn } from '../lines-in.ts'
import { count } from '../texts/words.ts'
import type { UpdateNode } from './tree.ts'

/** So many rows are shown at most; the last one says how many more there are. */
const mostRows = 300

/** A row for the images that nothing updates, with each below it; undefined where there are none. */
export function candidateRows(snapshot: Snapshot): UpdateNode | undefined {
  const found = candidates(snapshot)
  if (found.length === 0) return undefined
  const words = `${count(found.length, 'image')} ${found.length === 1 ? 'is' : 'are'} not automated`
  const more = found.length - mostRows
  const rows = found.slice(0, mostRows).map(one => candidateRow(snapshot, one))
  return {
    id: 'candidates',
    kind: 'candidates',
    label: words,
    description: '',
    accessible: words,
    state: 'unknown',
    children: more > 0 ? [...rows, moreRow(more)] : rows,
  }
}

function candidateRow(snapshot: Snapshot, { placed, automation }: Candidate): UpdateNode {
  const { image, file, values } = placed
  const span = values[0]?.scalar.span ?? [0, 0]
  const { path } = file
  const name = path.slice(path.lastIndexOf('/') + 1)
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const line = linesIn(snapshot, path).positionAt(span[0]).line + 1
  const label = image.tag === undefined ? image.name : `${image.name}:${image.tag}`
  const reached = automation
    ? `, reached by automation ${automation.namespace}/${automation.resource.name}`
    : ''
  return {
    id: `candidate ${path} ${span[0]}`,
    kind: 'candidate',
    label,
    description: [`${name}:${line}`, ...(folder === '' ? [] : [folder])].join(' · '),
    accessible: `${label} in ${path} line ${line}: not automated${reached}`,
    state: 'unknown',
    place: { path, span },
    children: [],
  }
}

function moreRow(more: number): UpdateNode {
  const words = `${more} more: fluxmark onboard --list names them`
  return {
    id: 'candidates more',
    kind: 'group',
    label: words,
    description: '',
    accessible: words,
    state: 'unknown',
    children: [],
  }
}
