import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CACHE_STATES, tagsIn } from './cache-states.ts'

describe('a cached tag list is believed only where nobody else can have written it', {
  skip: process.platform === 'win32',
}, () => {
  for (const state of CACHE_STATES) {
    test(state.name, async () => {
      assert.equal(await tagsIn(state), state.isBelieved ? 'cache' : 'registry')
    })
  }
})
