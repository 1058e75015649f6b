import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { candidatesOf, filterTags, storedTags } from '../../server/src/flux/selection/tags.ts'
import { isGoError } from '../../server/src/go/go-error.ts'

const tag = fc.string({ unit: fc.constantFrom('a', 'b', '1', '2', '-', '.'), minLength: 1, maxLength: 6 })
const tags = fc.uniqueArray(tag)

test('without a list, or with an empty one, signatures are left out; a list of its own replaces that', () => {
  const listed = ['1.0', 'x.sig', 'latest']
  assert.deepEqual(storedTags(listed, undefined), ['latest', '1.0'])
  assert.deepEqual(storedTags(listed, []), ['latest', '1.0'])
  assert.deepEqual(storedTags(listed, ['late']), ['x.sig', '1.0'])
})

test('what is stored does not depend on the order in which the registry lists', () => {
  fc.assert(
    fc.property(tags, fc.infiniteStream(fc.nat()), (listed, random) => {
      const shuffled = listed
        .map(one => ({ one, at: random.next().value as number }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
      assert.deepEqual(storedTags(shuffled, ['^a']), storedTags(listed, ['^a']))
    }),
  )
})

test('of tags with the same key the later one stays', () => {
  const filter = { pattern: '^main-[a-z]+-(?P<ts>\\d+)', extract: '$ts' }
  const candidates = filterTags(['main-def-100', 'dev-1', 'main-abc-100'], filter)
  assert.deepEqual(candidates, new Map([['100', 'main-abc-100']]))
})

test('every candidate is one of the tags; without extract it is its own key', () => {
  fc.assert(
    fc.property(tags, fc.constantFrom('', '$1', '${1}x', 'same'), (listed, extract) => {
      const candidates = filterTags(listed, { pattern: '([a-z]+)', extract })
      assert.ok(!isGoError(candidates))
      for (const [key, original] of candidates) {
        assert.ok(listed.includes(original))
        if (extract === '') assert.equal(key, original)
      }
    }),
  )
})

test('what is found without a map of the keys is what the map holds, whatever the keys are', () => {
  const key = fc.oneof(
    tag,
    fc.nat({ max: 30 }).map(String),
    fc.nat().map(String),
    fc.constantFrom('01', '1', '0', ''),
  )
  fc.assert(
    fc.property(fc.array(key), fc.constantFrom('', '$k'), (keys, extract) => {
      const listed = keys.map((one, at) => `${at % 3}_${one}`)
      const filter = { pattern: '^[0-9]_(?P<k>.*)$', extract }
      const [candidates, byKey] = [candidatesOf(listed, filter), filterTags(listed, filter)]
      assert.ok(!isGoError(candidates) && !isGoError(byKey))
      assert.deepEqual(candidates.keys, [...byKey.keys()])
      assert.equal(candidates.passed, listed.length)
      for (const [one, original] of byKey) assert.equal(candidates.tagOf(one), original)
      assert.equal(candidates.tagOf('none'), undefined)
    }),
  )
})

test('a bad pattern is told in the words of Flux', () => {
  assert.deepEqual(storedTags([], ['a', '(']), {
    err: 'failed to compile regex (: error parsing regexp: missing closing ): `(`',
  })
  assert.deepEqual(filterTags([], { pattern: '(', extract: '' }), {
    err: "invalid regular expression pattern '(': error parsing regexp: missing closing ): `(`",
  })
})
