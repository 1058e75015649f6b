import { eventKind } from '../../flux/cluster/cluster-kinds.ts'
import { objectsOf } from '../../flux/cluster/cluster-reading.ts'
import type { ClusterRow } from '../../flux/cluster/cluster-row.ts'
import type { ClusterVerdict } from '../../flux/cluster/compared.ts'
import { deployedControllers, fluxInCluster } from '../../flux/cluster/controllers.ts'
import { inShort } from '../../flux/cluster/told/in-short.ts'
import { rowReasons, verdictCounts } from '../../flux/cluster/told/row-words.ts'
import { count } from '../../ide/texts/words.ts'
import { visible } from '../../text/foreign.ts'
import { cell, code, joined, type Markdown, md } from '../../text/markdown.ts'
import type { ClusterStatus } from '../../work/live/cluster-status.ts'
import { type Printed, printable, together } from '../printed.ts'
import { type Cell, colours, table } from '../table.ts'
import type { World } from '../world.ts'

/** A cluster beside the files, for people. */
export function statusText(
  status: ClusterStatus,
  { hasColour, columns }: Pick<World, 'hasColour' | 'columns'>,
): Printed {
  const colour = colours(hasColour)
  const paint: Readonly<Record<ClusterVerdict, (text: string) => Cell>> = {
    agrees: colour.green,
    lags: colour.yellow,
    differs: colour.red,
    absent: colour.red,
    'only in the cluster': colour.blue,
    unknown: colour.dim,
  }
  const rows = status.rows.map((row): readonly Cell[] => [
    row.kind,
    row.name,
    paint[row.verdict](row.verdict),
    readyWord(row),
    inShort(row.object),
    rowReasons(row),
  ])
  const heading = ['KIND', 'NAME', 'VERDICT', 'READY', 'CLUSTER', 'WHY']
  const list =
    rows.length === 0 ? printable('no object of image automation here\n') : table([heading, ...rows], columns)
  return together(printable(`${titleOf(status)}\n\n`), list, printable(`\n${summaryOf(status)}\n`))
}

/** The same for the comment of a pull request, or a page. */
export function statusMarkdown(status: ClusterStatus): Printed {
  const head = md`| kind | name | verdict | ready | cluster | why |\n|---|---|---|---|---|---|`
  const rows = status.rows.map(
    row =>
      md`| ${row.kind} | ${cellOf(row.name)} | ${row.verdict} | ${readyWord(row)} | ${cellOf(inShort(row.object))} | ${cell(md`${rowReasons(row)}`)} |`,
  )
  const parts = [
    md`## Fluxmark\n\n${titleOf(status)}\n`,
    joined([head, ...rows], '\n'),
    md`\n${summaryOf(status)}\n`,
  ]
  return printable(joined(parts, '\n').markdown)
}

function cellOf(text: string): Markdown {
  return text === '' ? md`` : cell(code(text))
}

function titleOf({ reading }: ClusterStatus): string {
  const flux = fluxInCluster(reading)
  return `${visible(reading.context)} (${visible(reading.server)})${flux === undefined ? '' : `, Flux ${flux}`}`
}

function summaryOf({ rows, reading }: ClusterStatus): string {
  const others = ['Alert', 'Provider'].flatMap(kind => {
    const number = objectsOf(reading, kind).length
    return number === 0 ? [] : [count(number, kind)]
  })
  const controllers = deployedControllers(reading).length
  const there = [...others, ...(controllers === 0 ? [] : [count(controllers, 'controller')])]
  return [
    `${count(rows.length, 'object')}: ${verdictCounts(rows)}`,
    ...(there.length === 0 ? [] : [`in the cluster: ${there.join(', ')}`]),
    ...(reading.lists.get(eventKind)?.state === 'failed' ? ['warnings (Events) may not be listed'] : []),
  ].join('; ')
}

function readyWord({ ready }: ClusterRow): string {
  return ready === null ? '-' : ready ? 'yes' : 'no'
}
