import type { SourceFile } from '../../flux/workspace/source-file.ts'
import type { Entry } from '../../text/node.ts'
import type { Edit } from '../answers.ts'
import { lineStart, linesOf, replace } from './field-edits.ts'

/**
 * Moves the lines of an entry to another column, and with it into another mapping. Undefined where the entry is not
 * alone on its lines, or one of them has not that many spaces to take away.
 */
export function reindent(file: SourceFile, entry: Entry, column: number): Edit | undefined {
  const { text } = file
  const start = lineStart(text, entry.key.span[0])
  const indent = text.slice(start, entry.key.span[0])
  if (/[^ ]/.test(indent)) return undefined
  const by = column - indent.length
  const span = linesOf(text, entry)
  const lines = text.slice(...span).split('\n')
  const moved = lines.map(line => {
    if (line.trim() === '') return line
    if (by >= 0) return ' '.repeat(by) + line
    return /^ *$/.test(line.slice(0, -by)) ? line.slice(-by) : undefined
  })
  return moved.includes(undefined) ? undefined : replace(file, span, moved.join('\n'))
}

/** The column, in spaces, at which the line of an offset begins with something. */
export function columnOf({ text }: SourceFile, offset: number): number {
  const start = lineStart(text, offset)
  return (/^ */.exec(text.slice(start, offset))?.[0] ?? '').length
}
