import { age } from '../texts/words.ts'
import type { UpdateState, UpdateValue } from './values.ts'

/** A state in words, as it follows a number or a name. */
export const stateWords: Readonly<Record<UpdateState, string>> = {
  outdated: 'outdated',
  failed: 'failed',
  waiting: 'waiting for your consent',
  held: 'held',
  suspended: 'suspended',
  unreachable: 'not reached by Flux',
  unknown: 'not known yet',
  current: 'up to date',
}

/** What a row says of a value: beside its label, and in full for a screen reader. */
export interface RowText {
  readonly short: string
  readonly long: string
}

/** `1.2.3 → 1.4.1 · minor · 3 days old`. `now` is in ms since 1970. */
export function valueText(value: UpdateValue, now: number): RowText {
  const { from, to, step, state, reason, code, created } = value
  const written = from === '' ? 'nothing' : from
  const old = created === undefined ? undefined : ageOf(created, now)
  if (state === 'outdated') {
    const more = [
      ...(step === undefined || step === 'other' ? [] : [step]),
      ...(old === undefined ? [] : [old]),
    ]
    return {
      short: [`${written} → ${to}`, ...more].join(' · '),
      long: [`outdated, ${written} to ${to}`, ...more].join(', '),
    }
  }
  if (state === 'current')
    return {
      short: [written, ...(old === undefined ? [] : [old])].join(' · '),
      long: `up to date, ${written}${old === undefined ? '' : `, ${old}`}`,
    }
  const words = stateWords[state]
  const newer = to === undefined || to === from ? '' : `, ${to} is selected`
  const why =
    reason === undefined || reason === '' ? '' : `: ${reason}${code === undefined ? '' : ` (${code})`}`
  const cause = state === 'failed' && code !== undefined ? `${words} (${code})` : words
  return { short: `${written} · ${cause}`, long: `${words}, ${written} is written${newer}${why}` }
}

/** What is said of several values of one policy, where it is the same for all. */
export function sharedText(texts: readonly RowText[]): RowText | undefined {
  const [first] = texts
  return texts.every(({ short }) => short === first?.short) ? first : undefined
}

function ageOf(created: string, now: number): string | undefined {
  const at = Date.parse(created)
  return Number.isNaN(at) ? undefined : `${age(now - at)} old`
}
