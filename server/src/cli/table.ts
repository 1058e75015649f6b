import { asItIs, type Printed, printableLine } from './printed.ts'

/** A text in a colour, for a cell of a table. */
export interface Painted {
  readonly text: string
  /** The terminal's codes that begin and end it; none where there are no colours. */
  readonly codes?: readonly [open: number, close: number]
}

export type Cell = string | Painted

/** Rows as aligned columns, two spaces apart; the first row is the heading. A cell is one line, whatever it holds. */
export function table(rows: readonly (readonly Cell[])[]): Printed {
  const lines = rows.map(row => row.map(printedCell))
  const widths: number[] = []
  for (const row of lines)
    row.forEach(({ width }, column) => {
      widths[column] = Math.max(widths[column] ?? 0, width)
    })
  const printed = lines.map(row =>
    row
      .map(({ text, width }, column) => text + ' '.repeat((widths[column] ?? 0) - width))
      .join('  ')
      .trimEnd(),
  )
  return asItIs(`${printed.join('\n')}\n`)
}

/** Colours for a terminal; plain text anywhere else. */
export function colours(
  hasColour: boolean,
): Readonly<Record<'red' | 'yellow' | 'blue' | 'green' | 'dim' | 'bold', (text: string) => Painted>> {
  const paint = (open: number, close: number) => (text: string) =>
    hasColour ? { text, codes: [open, close] as const } : { text }
  return {
    red: paint(31, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    green: paint(32, 39),
    dim: paint(2, 22),
    bold: paint(1, 22),
  }
}

function printedCell(cell: Cell): { readonly text: string; readonly width: number } {
  const { text, codes }: Painted = typeof cell === 'string' ? { text: cell } : cell
  const printed = printableLine(text)
  const painted = codes ? `\u001b[${codes[0]}m${printed}\u001b[${codes[1]}m` : printed
  return { text: painted, width: [...printed].length }
}
