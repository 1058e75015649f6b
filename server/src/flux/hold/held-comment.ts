import { shown } from '../../text/foreign.ts'
import type { Span } from '../../text/span.ts'

/** How something is held: nothing but one tag can be selected, one tag cannot, an automation is suspended. */
export type HoldWay = 'range' | 'exclude' | 'suspend'

/** What a comment in a manifest remembers of a hold: who reads it can undo it (docs/hold.md). */
export interface HeldNote {
  /** The policy, or the automation, as `namespace:name`. */
  readonly target: string
  readonly kind: 'policy' | 'automation'
  readonly by: HoldWay
  /** The tag that is held, or skipped; absent for an automation. */
  readonly at?: string
  /** RFC 3339, in UTC. */
  readonly since: string
  readonly reason?: string
  /** What stood there. Empty: `now` was added. */
  readonly was: string
  /** What stands there below the comment. Empty: `was` was taken out. */
  readonly now: string
}

/** A comment about a hold in a text: a line of its own. */
export interface HeldComment {
  readonly note: HeldNote
  /** From the line's beginning to the end of its line break. */
  readonly line: Span
  /** From the `#` to the end of the comment. */
  readonly span: Span
  readonly indent: string
  readonly lineBreak: string
}

const comment = /^([ \t]*)# fluxmark-held: (\{.*\})[ \t]*(\r?\n|$)/gm

/** The comments about holds in a text, in its order. What is no such note to the letter is left alone. */
export function heldComments(text: string): readonly HeldComment[] {
  if (!text.includes('# fluxmark-held: ')) return []
  return [...text.matchAll(comment)].flatMap(
    ({ 0: whole, 1: indent = '', 2: json = '', 3: lineBreak = '', index }) => {
      const note = readNote(json)
      const start = index + indent.length
      const end = index + whole.length
      return note
        ? [
            {
              note,
              line: [index, end] as const,
              span: [start, start + '# fluxmark-held: '.length + json.length] as const,
              indent,
              lineBreak,
            },
          ]
        : []
    },
  )
}

/** The comment in one line, without indentation and line break. Nothing in it is a variable or a marker to Flux. */
export function heldCommentText({ target, kind, by, at, since, reason, was, now }: HeldNote): string {
  const json = JSON.stringify({
    [kind]: target,
    by,
    ...(at === undefined ? {} : { at }),
    since,
    ...(reason === undefined ? {} : { reason }),
    was,
    now,
  })
  return `# fluxmark-held: ${shown(json).replace(/\$(?=\{|imagepolicy)/g, '\\u0024')}`
}

function readNote(json: string): HeldNote | undefined {
  const read = parsed(json)
  const text = (name: string) => (typeof read[name] === 'string' ? read[name] : undefined)
  const by = text('by')
  const [policy, automation, since, was, now] = ['policy', 'automation', 'since', 'was', 'now'].map(text)
  const target = policy ?? automation
  if (target === undefined || since === undefined || was === undefined || now === undefined) return undefined
  if (by !== 'range' && by !== 'exclude' && by !== 'suspend') return undefined
  const [at, reason] = [text('at'), text('reason')]
  return {
    target,
    kind: policy === undefined ? 'automation' : 'policy',
    by,
    ...(at === undefined ? {} : { at }),
    since,
    ...(reason === undefined ? {} : { reason }),
    was,
    now,
  }
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
