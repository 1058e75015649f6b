import type { SourceFile } from '../workspace/source-file.ts'
import type { Spot } from './spot.ts'

/** A line above which a comment may stand. */
export interface AnchorLine {
  readonly start: number
  readonly indent: string
  readonly lineBreak: string
}

/**
 * The innermost line of YAML that something stands on or below, and above which a comment can stand: an entry or an item
 * in lines of its own; of what is in braces the line where the braces belong to. Undefined where there is none: in JSON.
 */
export function anchorLine({ path, text }: SourceFile, { steps, root, outer }: Spot): AnchorLine | undefined {
  if (/\.json$/i.test(path)) return undefined
  const isOuterInLines = outer?.style === 'literal'
  const block = steps.findLast(
    ({ isBlock, isInner, span }) => isBlock && (!isInner || isOuterInLines) && isAlone(text, span[0]),
  )
  const at = block?.span[0] ?? (isAlone(text, root) ? root : undefined)
  return at === undefined ? undefined : lineAt(text, at)
}

/** The line of an offset. */
export function lineAt(text: string, offset: number): AnchorLine {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const rest = text.slice(start)
  return {
    start,
    indent: /^[ \t]*/.exec(rest)?.[0] ?? '',
    lineBreak: /\r?\n/.exec(rest)?.[0] ?? (text.includes('\r\n') ? '\r\n' : '\n'),
  }
}

/** Whether nothing but white space and the dashes of a list stands before an offset in its line. */
export function isAlone(text: string, offset: number): boolean {
  return /(?:^|\n)[ \t]*(?:-[ \t]+)*$/.test(text.slice(Math.max(0, offset - 500), offset))
}
