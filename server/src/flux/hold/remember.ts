import type { Span } from '../../text/span.ts'
import { applyEdits, type TextEdit } from '../automation/edit-value.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import { type AnchorLine, anchorLine, lineAt } from './anchor-line.ts'
import { type HeldNote, heldCommentText } from './held-comment.ts'
import { spotAt } from './spot.ts'

/** Puts a text in the place of another, within a line or over several. */
export interface SetText {
  readonly set: Span
  readonly newText: string
}

/** Takes lines out, from the first one's indentation to the end of the last one, without its line break. */
export interface CutLines {
  readonly cut: Span
}

/** Puts lines above the line that begins at an offset, each with its indentation. */
export interface AddLines {
  readonly above: number
  readonly lines: readonly string[]
}

export type HoldChange = SetText | CutLines | AddLines

/** What becomes of a place: UTF-16 offset, the text that stood there, the text that stands there. */
export interface HoldEdit {
  readonly path: string
  readonly offset: number
  readonly was: string
  readonly now: string
}

/** A file as a hold leaves it. */
export interface HeldText {
  readonly text: string
  readonly edits: readonly HoldEdit[]
}

type Note = Omit<HeldNote, 'was' | 'now'>

/**
 * Makes changes in a file, and remembers each in a comment above it; the first one holds the reason. Undefined where no
 * comment can stand: in JSON.
 */
export function remembered(
  file: SourceFile,
  changes: readonly HoldChange[],
  { reason, ...note }: Note,
): HeldText | undefined {
  const { path, text } = file
  const parts: Part[] = []
  const sets: { readonly anchor: AnchorLine; readonly edits: TextEdit[] }[] = []
  for (const change of changes) {
    if ('set' in change) {
      const spot = spotAt(file, change.set)
      const anchor = spot && anchorLine(file, spot)
      if (anchor === undefined) return undefined
      const known = sets.find(one => one.anchor.start === anchor.start)
      const edit = { span: change.set, newText: change.newText }
      if (known) known.edits.push(edit)
      else sets.push({ anchor, edits: [edit] })
    } else if (/\.json$/i.test(path)) return undefined
    else parts.push('cut' in change ? cutPart(text, change) : addPart(text, change))
  }
  parts.push(...sets.map(({ anchor, edits }) => setPart(text, anchor, edits)))
  parts.sort((a, b) => a.at - b.at)
  const made = parts.flatMap(({ was, now, write }, index) =>
    write(heldCommentText({ ...note, ...(index === 0 && reason !== undefined ? { reason } : {}), was, now })),
  )
  return {
    text: applyEdits(text, made),
    edits: parts.map(({ offset, was, now }) => ({ path, offset, was, now })),
  }
}

interface Part {
  /** Where the comment goes. */
  readonly at: number
  readonly offset: number
  readonly was: string
  readonly now: string
  readonly write: (comment: string) => readonly TextEdit[]
}

function cutPart(text: string, { cut: [start, end] }: CutLines): Part {
  const { indent } = lineAt(text, start)
  const was = text
    .slice(start, end)
    .split(/\r?\n/)
    .map((line, index) => (index > 0 && line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n')
  return {
    at: start,
    offset: start,
    was,
    now: '',
    write: comment => [{ span: [start, end], newText: comment }],
  }
}

function addPart(text: string, { above, lines }: AddLines): Part {
  const { indent, lineBreak } = lineAt(text, above)
  const now = `${lines.join('\n')}\n`
  const added = lines.map(line => `${indent}${line}${lineBreak}`).join('')
  const write = (comment: string) => [
    { span: [above, above] as const, newText: `${indent}${comment}${lineBreak}${added}` },
  ]
  return { at: above, offset: above, was: '', now, write }
}

/** Changes below one comment count as one, from the first to the last. */
function setPart(text: string, { start, indent, lineBreak }: AnchorLine, edits: readonly TextEdit[]): Part {
  const made = (from: number, to: number) => {
    const inside = edits.map(
      ({ span, newText }): TextEdit => ({ span: [span[0] - from, span[1] - from], newText }),
    )
    return { from, was: text.slice(from, to), now: applyEdits(text.slice(from, to), inside) }
  }
  const first = Math.min(...edits.map(({ span }) => span[0]))
  let last = Math.max(...edits.map(({ span }) => span[1]))
  // Neither text may be empty: that would say that lines came or went.
  if (made(first, last).now === '' || first === last) last += 1
  const narrow = made(first, last)
  const between = text.slice(start, first)
  // What is looked for below the comment has to be found here first.
  const isFirst = `${between}${narrow.now}`.indexOf(narrow.now) === between.length
  const { from, was, now } = isFirst ? narrow : made(start, last)
  const write = (comment: string): readonly TextEdit[] => [
    { span: [start, start], newText: `${indent}${comment}${lineBreak}` },
    ...edits,
  ]
  return { at: start, offset: from, was, now, write }
}
