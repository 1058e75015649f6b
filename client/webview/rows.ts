import { shown } from '../../server/src/text/foreign.ts'
import { made } from './element.ts'
import type { FromWorker, Row } from './messages.ts'

/** Of a row, in px; as in playground.css. */
export const rowHeight = 24

/** Colours of groups, as often as there are: playground.css. */
const colours = 6

interface Table {
  readonly list: HTMLElement
  readonly space: HTMLElement
  readonly rows: HTMLElement
  readonly total: HTMLElement
}

/** Draws the rows that the worker gave, at their place in a list that is as long as all of them. */
export function drawRows(
  { list, space, rows, total }: Table,
  { from, total: all, rows: given }: FromWorker,
  created: Readonly<Record<string, string>>,
): void {
  // Of the header too.
  list.setAttribute('aria-rowcount', String(all + 1))
  space.style.height = `${all * rowHeight}px`
  rows.style.transform = `translateY(${from * rowHeight}px)`
  rows.replaceChildren(...given.map((row, index) => rowElement(row, from + index, created[row.tag])))
  total.textContent = `${all} ${all === 1 ? 'tag' : 'tags'} shown`
}

function rowElement(row: Row, index: number, created: string | undefined): HTMLElement {
  const { tag, stage, key, reason } = row
  const one = made('div', `row ${stage}`)
  one.setAttribute('role', 'row')
  one.setAttribute('aria-rowindex', String(index + 2))
  const cells = [
    made('span', 'tag'),
    made('span', 'stage', stage),
    made('span', 'key', key === undefined || key === tag ? '' : shown(key)),
    made('span', 'date', created?.slice(0, 10) ?? ''),
    made('span', 'reason', shown(reason)),
  ]
  cells[0]?.append(...coloured(row))
  for (const cell of cells) {
    cell.setAttribute('role', 'cell')
    cell.title = cell.textContent ?? ''
  }
  one.append(...cells)
  return one
}

/** A tag with the groups of the pattern marked; of groups in each other the outer one. */
function coloured({ tag, groups }: Row): readonly Node[] {
  const parts: Node[] = []
  let done = 0
  for (const [index, [start, end]] of groups.entries()) {
    if (start < done || end <= start) continue
    const group = made('mark', `group group-${index % colours}`, shown(tag.slice(start, end)))
    group.title = `group ${index + 1}`
    parts.push(document.createTextNode(shown(tag.slice(done, start))), group)
    done = end
  }
  return [...parts, document.createTextNode(shown(tag.slice(done)))]
}
