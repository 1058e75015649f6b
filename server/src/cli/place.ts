import { lineIndex } from '../text/line-index.ts'

/** A place as the contract writes it: both from 1, columns in UTF-16 units. */
export interface LineAndColumn {
  readonly line: number
  readonly column: number
}

/** The place of an offset; for many in one text, make a `places` once. */
export function lineAndColumn(text: string, offset: number): LineAndColumn {
  return places(text)(offset)
}

/** The places of the offsets of one text. */
export function places(text: string): (offset: number) => LineAndColumn {
  const index = lineIndex(text)
  return offset => {
    const { line, character } = index.positionAt(offset)
    return { line: line + 1, column: character + 1 }
  }
}
