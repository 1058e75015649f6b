import { asItIs, type Printed, printableLine } from './printed.ts'

/** A text in a colour, for a cell of a table. */
export interface Painted {
  readonly text: string
  /** The terminal's codes that begin and end it; none where there are no colours. */
  readonly codes?: readonly [open: number, close: number]
}

export type Cell = string | Painted

/**
 * Rows as aligned columns, two spaces apart; the first row is the heading. A cell is one line, whatever it holds; where
 * the output has `columns`, the last cell of a row that is too long goes on below itself.
 */
export function table(rows: readonly (readonly Cell[])[], columns?: number): Printed {
  const lines = rows.map(row => row.map(printedCell))
  const widths: number[] = []
  for (const row of lines)
    row.forEach(({ width }, column) => {
      widths[column] = Math.max(widths[column] ?? 0, width)
    })
  const printed = lines.map(row =>
    wrapped(
      row.map(({ text, width }, column) => text + ' '.repeat((widths[column] ?? 0) - width)),
      widths,
      columns,
    ),
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

/** The cells of one row in lines of at most `columns`, as far as the other cells leave room for a sentence. */
function wrapped(cells: readonly string[], widths: readonly number[], columns: number | undefined): string {
  const whole = cells.join('  ').trimEnd()
  const last = cells.at(-1)?.trimEnd() ?? ''
  const others = widths.slice(0, cells.length - 1).reduce((sum, width) => sum + width + 2, 0)
  // What is in colour is short.
  if (columns === undefined || others + last.length <= columns || last.includes('\u001b')) return whole
  const isNarrow = columns - others < 40
  const indent = isNarrow ? 4 : others
  const lines: string[] = []
  for (const word of last.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && indent + line.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  const start = cells.slice(0, -1).join('  ').trimEnd()
  const below = lines.map(line => ' '.repeat(indent) + line)
  if (isNarrow) return [start, ...below].join('\n')
  return [
    cells
      .slice(0, -1)
      .concat(lines[0] ?? '')
      .join('  '),
    ...below.slice(1),
  ].join('\n')
}

function printedCell(cell: Cell): { readonly text: string; readonly width: number } {
  const { text, codes }: Painted = typeof cell === 'string' ? { text: cell } : cell
  const printed = printableLine(text)
  const painted = codes ? `\u001b[${codes[0]}m${printed}\u001b[${codes[1]}m` : printed
  return { text: painted, width: [...printed].length }
}
