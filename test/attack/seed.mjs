/**
 * The seed of everything here that tries at random: `--seed N`, FLUXMARK_SEED, or the second in which the process began,
 * so that each run tries something else. It is printed; with it the run can be repeated.
 */
export const seed = Number(
  /(?:^| )--seed[= ](\d+)(?: |$)/.exec(process.argv.slice(2).join(' '))?.[1] ??
    process.env.FLUXMARK_SEED ??
    Math.floor(Date.now() / 1000),
)

/** Numbers from 0 to below 1, always the same for a seed (mulberry32). */
export function random(from = seed) {
  let state = from >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
