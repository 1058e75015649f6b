import { type HeldComment, type HeldNote, heldComments } from './held-comment.ts'
import type { HoldEdit } from './remember.ts'

/** A text without some of its holds, or the first one that cannot be undone: what stands below it is not what the hold has written. */
export type Forgotten =
  | { readonly text: string; readonly edits: readonly HoldEdit[]; readonly notes: readonly HeldNote[] }
  | { readonly changed: HeldComment }

/** Undoes the holds that are wanted, the last one of the file first: of several at one place it is the newest. */
export function forgotten(
  path: string,
  text: string,
  isWanted: (comment: HeldComment) => boolean,
): Forgotten {
  const wanted = heldComments(text).filter(isWanted)
  let result = text
  const edits: HoldEdit[] = []
  for (const comment of wanted.toReversed()) {
    const next = undone(result, comment)
    if (next === undefined) return { changed: comment }
    edits.unshift({ path, offset: next.offset, was: comment.note.now, now: comment.note.was })
    result = next.text
  }
  return { text: result, edits, notes: wanted.map(({ note }) => note) }
}

function undone(
  text: string,
  { note: { was, now }, line, span, indent, lineBreak }: HeldComment,
): { readonly text: string; readonly offset: number } | undefined {
  const [before, rest] = [text.slice(0, line[0]), text.slice(line[1])]
  const inLines = (lines: string) => lines.replace(/^(?=.)/gm, indent).replaceAll('\n', lineBreak)
  if (now === '')
    return {
      text: `${before}${indent}${inLines(was).slice(indent.length)}${text.slice(span[1])}`,
      offset: line[0],
    }
  if (was === '') {
    const lines = inLines(now)
    return rest.startsWith(lines) ? { text: before + rest.slice(lines.length), offset: line[1] } : undefined
  }
  const at = placeOf(rest, now)
  return at === undefined
    ? undefined
    : { text: before + rest.slice(0, at) + was + rest.slice(at + now.length), offset: line[1] + at }
}

/** The first place of a text that is not in a comment about another hold. */
function placeOf(rest: string, text: string): number | undefined {
  const comments = heldComments(rest)
  for (let at = rest.indexOf(text); at >= 0; at = rest.indexOf(text, at + 1))
    if (!comments.some(({ line }) => line[0] <= at && at < line[1])) return at
  return undefined
}
