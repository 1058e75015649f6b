import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type PolicyChoice, selectLatest } from '../../server/src/flux/selection/policy.ts'
import { storedTags, type TagFilter } from '../../server/src/flux/selection/tags.ts'
import { isGoError } from '../../server/src/go/go-error.ts'

const all: TagFilter = { pattern: '', extract: '' }

/** The selected tag, with `?` where Flux decides at random; or the error. Tags are separated by spaces. */
function latest(policy: PolicyChoice, tags: string, filter?: TagFilter): string {
  const answer = selectLatest(policy, filter, tags === '' ? [] : tags.split(' '), 'flux-2.7')
  if (isGoError(answer)) return answer.err
  return `${answer.tag}${answer.ambiguous ? '?' : ''}`
}

test('semver takes the highest version in the range and returns the tag as it was', () => {
  const semver = { range: '1.x' }
  assert.equal(latest({ semver }, 'latest 1.2.0 v1.10.0 1.9.0 1.11.0-rc.1 2.0.0 1.2'), 'v1.10.0')
  assert.equal(latest({ semver }, 'latest 2.0.0'), 'unable to determine latest version from provided list')
})

test('alphabetical goes by bytes', () => {
  assert.equal(latest({ alphabetical: {} }, '1.10.0 1.9.0 Z a _'), 'a')
  assert.equal(latest({ alphabetical: { order: 'desc' } }, 'b Z a'), 'Z')
  // U+1F600 comes behind U+FF01 in UTF-8, before it in UTF-16.
  assert.equal(latest({ alphabetical: { order: 'Asc' } }, '！ 😀'), '😀')
})

test('numerical goes by value, and one word fails it', () => {
  assert.equal(latest({ numerical: {} }, '9 1_0 1e1 1.5'), '1e1')
  assert.equal(latest({ numerical: { order: 'DESC' } }, '9 -inf 1.5'), '-inf')
  assert.equal(latest({ numerical: {} }, '9 v1 x'), "failed to parse invalid numeric value 'v1'")
})

test('the first kind of policy counts, and there must be one', () => {
  assert.equal(latest({ semver: { range: '*' }, alphabetical: {}, numerical: {} }, '1.0.0 z'), '1.0.0')
  assert.equal(latest({ alphabetical: {}, numerical: {} }, '1 z'), 'z')
  assert.equal(latest({}, '1.0.0'), 'invalid policy: given ImagePolicyChoice object is invalid')
})

test('what is wrong comes in the order in which Flux finds it', () => {
  const bad = { pattern: '(', extract: '' }
  assert.equal(latest({ semver: { range: '==1' } }, '', bad), 'invalid policy: improper constraint: "==1"')
  assert.equal(
    latest({ alphabetical: { order: 'up' } }, '', bad),
    "invalid policy: invalid order argument provided: 'UP', must be one of: ASC, DESC",
  )
  assert.equal(latest({ numerical: {} }, '', bad), 'no tags in database')
  assert.equal(
    latest({ numerical: {} }, '1', bad),
    "failed to filter tags: invalid regular expression pattern '(': error parsing regexp: missing closing ): `(`",
  )
  assert.equal(
    latest({ numerical: {} }, '1', { pattern: 'v', extract: '' }),
    'version list argument cannot be empty',
  )
})

test('a filter compares the keys and returns the tag', () => {
  const filter = { pattern: '^main-[a-f]+-(?P<ts>[0-9]+)$', extract: '$ts' }
  assert.equal(latest({ numerical: {} }, 'main-a-9 main-b-10 dev-c-99', filter), 'main-b-10')
  assert.equal(latest({ numerical: {} }, 'main-b-10 main-a-10', filter), 'main-a-10')
})

test('of equals the first version and the last number is selected, at random behind a filter', () => {
  const semver = { range: '*' }
  assert.equal(latest({ semver }, 'v1.0.0 1.0.0'), 'v1.0.0')
  assert.equal(latest({ semver }, 'v1.0.0 1.0.0', all), 'v1.0.0?')
  assert.equal(latest({ semver }, 'v1.0.0 1.0.0 1.0.1', all), '1.0.1')
  assert.equal(latest({ numerical: {} }, '10 1e1 9'), '1e1')
  assert.equal(latest({ numerical: {} }, '10 1e1 9', all), '1e1?')
  assert.equal(latest({ numerical: {} }, 'nan 9', all), '9?')
  assert.equal(latest({ numerical: {} }, '-inf inf', all), 'inf')
})

const tag = fc.constantFrom(
  ...[
    '1.0.0',
    'v1.0.0',
    '1.0.0-rc.1',
    '1.2.0',
    '01.2.0',
    '2.0.0',
    '10',
    '1e1',
    '9',
    'inf',
    '-inf',
    'nan',
    '+nan',
  ],
  ...['main-1', 'main-01', 'v2', 'é', '！', '😀', 'a.sig'],
)
const policy = fc.constantFrom<PolicyChoice>(
  { semver: { range: '>=1.0.0-0' } },
  { semver: { range: '1.x' } },
  { alphabetical: {} },
  { alphabetical: { order: 'desc' } },
  { numerical: {} },
  { numerical: { order: 'desc' } },
)
const filter = fc.constantFrom<TagFilter | undefined>(
  undefined,
  all,
  { pattern: '[0-9]+', extract: '$0' },
  { pattern: '^[^é]*$', extract: '' },
  { pattern: '(?i)^-?[0-9ine]+|nan$', extract: '' },
)
const tags = fc.uniqueArray(tag, { maxLength: 4 })

test('the latest is one of the tags', () => {
  fc.assert(
    fc.property(policy, filter, tags, (choice, filter, tags) => {
      const answer = selectLatest(choice, filter, tags, 'flux-2.7')
      assert.ok(isGoError(answer) || tags.includes(answer.tag))
    }),
    { numRuns: 1000 },
  )
})

test("the registry's order does not matter, for the scan sorts", () => {
  fc.assert(
    fc.property(policy, filter, tags, (choice, filter, tags) => {
      const select = (listed: readonly string[]): unknown => {
        const stored = storedTags(listed, undefined)
        return isGoError(stored) ? stored : selectLatest(choice, filter, stored, 'flux-2.7')
      }
      assert.deepEqual(select([...tags].reverse()), select(tags))
    }),
    { numRuns: 1000 },
  )
})

test('ambiguous says exactly whether the order of the candidates decides', () => {
  fc.assert(
    fc.property(policy, fc.uniqueArray(tag, { minLength: 1, maxLength: 4 }), (choice, tags) => {
      const answers = permutations(tags).map(order => selectLatest(choice, all, order, 'flux-2.7'))
      for (const answer of answers) {
        if (isGoError(answer)) continue
        const selected = new Set(answers.map(other => (isGoError(other) ? other.err : other.tag)))
        assert.equal(answer.ambiguous, selected.size > 1)
      }
    }),
    { numRuns: 1000 },
  )
})

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map(rest => [item, ...rest]))
}
