import type { Held } from './hold.ts'

/** A hold in a clause: `held at 1.2.3 since 2026-11-30, by range, because the login is broken`. */
export function heldWords({ by, at, since, reason }: Held): string {
  const what = { range: `held at ${at ?? ''}`, exclude: `skips ${at ?? ''}`, suspend: 'frozen' }[by]
  const way = by === 'suspend' ? '' : `, by ${by}`
  return `${what} since ${since.slice(0, 10)}${way}${reason === undefined ? '' : `, because ${reason}`}`
}
