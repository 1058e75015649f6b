/** Rows as aligned columns, two spaces apart; the first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, width(cell))
    })
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd()
  return `${rows.map(line).join('\n')}\n`
}

/** Colours for a terminal; plain text anywhere else. */
export function colours(
  hasColour: boolean,
): Readonly<Record<'red' | 'yellow' | 'blue' | 'green' | 'dim' | 'bold', (text: string) => string>> {
  const paint = (open: number, close: number) => (text: string) =>
    hasColour ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return {
    red: paint(31, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    green: paint(32, 39),
    dim: paint(2, 22),
    bold: paint(1, 22),
  }
}

function width(text: string): number {
  return [...text.replace(/\u001b\[[0-9;]*m/g, '')].length
}
