import { shown } from '../../server/src/text/foreign.ts'
import { made } from './element.ts'
import type { FromWorker, Row } from './messages.ts'

/** Of a row, in px; as in playground.css. */
export const rowHeight = 24

/** Colours of groups, as often as there are: playground.css. */
const colours = 6

/** The classes of a row's cells. */
const columns = ['tag', 'stage', 'key', 'date', 'reason'] as const

interface Table {
  readonly list: HTMLElement
  readonly space: HTMLElement
  readonly rows: HTMLElement
  readonly total: HTMLElement
}

/**
 * Draws the rows that the worker gave, at their place in a list that is as long as all of them. Rows that are there are
 * written anew where they differ: to make them anew takes longer than all else at a key that somebody types.
 */
export function drawRows(
  { list, space, rows, total }: Table,
  { from, total: all, rows: given }: FromWorker,
  created: Readonly<Record<string, string>>,
): void {
  // Of the header too.
  list.setAttribute('aria-rowcount', String(all + 1))
  space.style.height = `${all * rowHeight}px`
  rows.style.transform = `translateY(${from * rowHeight}px)`
  given.forEach((row, index) => {
    // A tag may have the name of what every object has: `constructor`.
    const date = Object.hasOwn(created, row.tag) ? created[row.tag] : undefined
    drawRow(rows.children[index] ?? rows.appendChild(emptyRow()), row, from + index, date)
  })
  while (rows.children.length > given.length) rows.lastElementChild?.remove()
  setText(total, `${all} ${all === 1 ? 'tag' : 'tags'} shown`)
}

/** Says the whole of a cell, which may be too narrow for it, where the pointer is over one. */
export function titleCells(rows: HTMLElement): void {
  const cellOf = ({ target }: MouseEvent) =>
    target instanceof Element ? target.closest<HTMLElement>('[role=cell]') : null
  rows.addEventListener('mouseover', event => {
    const cell = cellOf(event)
    if (cell) cell.title = cell.textContent ?? ''
  })
  // Another text may stand there afterwards.
  rows.addEventListener('mouseout', event => cellOf(event)?.removeAttribute('title'))
}

function emptyRow(): HTMLElement {
  const one = made('div', 'row')
  one.setAttribute('role', 'row')
  one.append(
    ...columns.map(column => {
      const cell = made('span', column)
      cell.setAttribute('role', 'cell')
      return cell
    }),
  )
  return one
}

function drawRow(one: Element, row: Row, index: number, created: string | undefined): void {
  const { tag, stage, key, reason, groups } = row
  const className = `row ${stage}`
  if (one.className !== className) one.className = className
  const number = String(index + 2)
  if (one.getAttribute('aria-rowindex') !== number) one.setAttribute('aria-rowindex', number)
  const [tagCell, ...others] = one.children
  const texts = [
    stage,
    key === undefined || key === tag ? '' : shown(key),
    created?.slice(0, 10) ?? '',
    shown(reason),
  ]
  others.forEach((cell, at) => {
    setText(cell, texts[at] ?? '')
  })
  const colouredAs = `${groups.join(' ')} ${tag}`
  if (!(tagCell instanceof HTMLElement) || tagCell.dataset.shown === colouredAs) return
  tagCell.dataset.shown = colouredAs
  tagCell.replaceChildren(...coloured(row))
}

function setText(at: Element, text: string): void {
  if (at.textContent === text) return
  at.textContent = text
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
