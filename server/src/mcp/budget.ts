import { shown } from '../text/foreign.ts'

/** Characters of an answer's JSON. */
const budget = 60_000

/** A part of an answer that was left out, and how to get it where there is a way. */
export interface LeftOut {
  readonly what: string
  readonly given: number
  readonly total: number
  readonly nextCursor?: string
}

export interface Page {
  /** The list that is given in pages. */
  readonly list?: string
  readonly offset: number
  readonly limit: number
}

/** How much of each list (entries) and text (characters) is kept; the first with which all fits counts. */
const cuts = [
  { entries: Number.POSITIVE_INFINITY, characters: 16_000 },
  { entries: 200, characters: 4000 },
  { entries: 50, characters: 1000 },
  { entries: 10, characters: 200 },
] as const
type Cut = (typeof cuts)[number]

/**
 * An answer within the budget, with what was left out of it. What is hidden in texts is written as JSON writes it, so
 * that nobody is told something that a person does not see.
 */
export function withinBudget(
  answer: Readonly<Record<string, unknown>>,
  { list, offset, limit }: Page,
): { readonly answer: Readonly<Record<string, unknown>>; readonly leftOut: readonly LeftOut[] } {
  const { [list ?? '']: paged, ...rest } = answer
  for (const cut of cuts) {
    const leftOut: LeftOut[] = []
    const head = cutTo(cut, rest, '', leftOut) as Readonly<Record<string, unknown>>
    const room = budget - JSON.stringify(head).length
    if (cut !== cuts[3] && room < (Array.isArray(paged) ? budget / 2 : 0)) continue
    if (list === undefined || !Array.isArray(paged)) return { answer: head, leftOut }
    const given: unknown[] = []
    let size = 0
    for (const one of paged.slice(offset, offset + limit)) {
      const entry = cutTo(cut, one, list, leftOut)
      size += JSON.stringify(entry).length + 1
      if (given.length > 0 && size > room) break
      given.push(entry)
    }
    const next = offset + given.length
    if (given.length < paged.length)
      leftOut.push({
        what: list,
        given: given.length,
        total: paged.length,
        ...(next < paged.length ? { nextCursor: String(next) } : {}),
      })
    if (size > room && given.length === 1 && cut !== cuts[3]) continue
    return { answer: { ...head, [list]: given }, leftOut }
  }
  return { answer: {}, leftOut: [] }
}

function cutTo(cut: Cut, value: unknown, what: string, leftOut: LeftOut[]): unknown {
  if (typeof value === 'string') return cutText(cut, value)
  if (Array.isArray(value)) {
    if (value.length > cut.entries) leftOut.push({ what, given: cut.entries, total: value.length })
    return value.slice(0, cut.entries).map(one => cutTo(cut, one, what, leftOut))
  }
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      cutText(cut, key),
      cutTo(cut, one, what === '' ? key : `${what}.${key}`, leftOut),
    ]),
  )
}

function cutText({ characters }: Cut, text: string): string {
  const whole = shown(text.slice(0, characters))
  return text.length > characters ? `${whole}… (${text.length - characters} characters left out)` : whole
}
