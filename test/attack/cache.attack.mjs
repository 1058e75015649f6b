// States that somebody may leave the cache of tag lists in: only what the user alone can have written is believed.
import { join } from 'node:path'
import { root } from '../prepare.mjs'

export const name = 'cache'

export async function run() {
  const { CACHE_STATES, tagsIn } = await import(join(root, 'build/test/io/cache-states.js'))
  const notes = []
  for (const state of CACHE_STATES) {
    const said = await tagsIn(state)
    if (said !== (state.isBelieved ? 'cache' : 'registry'))
      notes.push(`${state.name}: the ${said} was believed`)
  }
  return { cases: CACHE_STATES.length, held: CACHE_STATES.length - notes.length, notes }
}
