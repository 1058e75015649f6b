import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PlayedTag, type PlayRequest, played } from '../../server/src/flux/played/played.ts'
import { type PolicyChoice, selectLatest } from '../../server/src/flux/selection/policy.ts'
import { filterTags, storedTags, type TagFilter, tagKey } from '../../server/src/flux/selection/tags.ts'
import { parseFloat64 } from '../../server/src/go/float.ts'
import { isGoError } from '../../server/src/go/go-error.ts'
import { compareVersions, parseVersion } from '../../server/src/go/semver/version.ts'
import { families } from '../oracle/families.ts'
import { type Vector, vectors } from '../oracle/vectors.ts'

/** The playground beside the answers of Flux's own code: what it shows as selected, and each tag's stage and reason. */

const folder = process.env.FLUXMARK_TEST_DATA

function casesOf(name: string): readonly Vector[] {
  const family = families.find(one => one.name === name) ?? assert.fail(name)
  return vectors(family, folder === undefined ? undefined : `${folder}/vectors`) ?? vectors(family) ?? []
}

interface Selection {
  readonly policy: PolicyChoice
  readonly filterTags?: Partial<TagFilter>
  readonly exclusionList?: readonly string[] | null
  readonly tags: readonly string[]
}

function requestOf(input: Selection): PlayRequest & { readonly policy: PolicyChoice } {
  return {
    policy: input.policy,
    ...(input.filterTags ? { filter: { pattern: '', extract: '', ...input.filterTags } } : {}),
    ...(input.exclusionList ? { exclusionList: input.exclusionList } : {}),
    tags: input.tags,
    generation: 'flux-2.7',
  }
}

/** Excludes nothing: an empty list would be the default one. */
const none = ['$^x']

/** A scan stores tags in this order, and no other order gets to a policy. */
function isInStoredOrder(tags: readonly string[]): boolean {
  const stored = storedTags(tags, none)
  return !isGoError(stored) && stored.every((tag, at) => tag === tags[at])
}

/** Whether the order of the tags alone decides between two: `1.0.0` and `v1.0.0`. */
function isEqual({ policy, filter, tags }: PlayRequest, a: string | undefined, b: string): boolean {
  if (a === undefined || a === b) return a === b
  const keyOf = filter ? tagKey(filter) : (tag: string) => tag
  if (isGoError(keyOf)) return false
  const [one = a, other = b] = [keyOf(a), keyOf(b)]
  if (one === other) return true
  const versions = [parseVersion(one), parseVersion(other)] as const
  if (policy?.semver)
    return (
      !isGoError(versions[0]) && !isGoError(versions[1]) && compareVersions(versions[0], versions[1]) === 0
    )
  // What comes after a NaN replaces it, whatever it is.
  const hasNaN = tags.some(tag => Number.isNaN(parseFloat64(keyOf(tag) ?? '')))
  return policy?.numerical !== undefined && (hasNaN || parseFloat64(one) === parseFloat64(other))
}

/** Where a tag ends, from Flux's stages one by one: is it stored, is it a candidate, could it win alone, has it won? */
function stageOf(
  { policy, generation }: ReturnType<typeof requestOf>,
  tag: string,
  stored: ReadonlySet<string>,
  keys: ReadonlyMap<string, string> | undefined,
  winner: string | undefined,
): PlayedTag['stage'] {
  if (!stored.has(tag)) return 'excluded'
  const key = keys ? keys.get(tag) : tag
  if (key === undefined) return 'filtered'
  if (tag === winner) return 'selected'
  if (!isGoError(selectLatest(policy, undefined, [key], generation))) return 'not-latest'
  return isGoError(policy.semver ? parseVersion(key) : parseFloat64(key)) ? 'unparsable' : 'out-of-range'
}

/** What the reason of a stage says, with the words of the request in it. */
function reasonFits(
  { filter, exclusionList = ['^.*\\.sig$'], policy }: PlayRequest,
  { tag, stage, reason, key }: PlayedTag,
  winner: string | undefined,
): boolean {
  switch (stage) {
    case 'excluded':
      return exclusionList.some(pattern => reason === `${pattern} excludes it`)
    case 'filtered':
      return (
        reason === `${filter?.pattern} does not match` ||
        reason.endsWith(` is "${key ?? tag}" too and replaces it`)
      )
    case 'unparsable':
      return /no semantic version: |no number, and one such tag fails the whole policy$/.test(reason)
    case 'out-of-range':
      return reason.includes(`the range ${policy?.semver?.range}`)
    case 'not-latest':
      return winner === undefined || reason.includes(`${winner} is `)
    default:
      return /^(the (highest|lowest)|last|first) /.test(reason)
  }
}

for (const name of ['policy', 'scan-and-select'])
  test(`the playground selects what Flux selects, and tells each tag's stage: ${name}`, () => {
    const cases = casesOf(name)
    assert.ok(cases.length > 100)
    let tags = 0
    for (const { id, input, expected } of cases) {
      const given = requestOf(input as unknown as Selection)
      // The tags of the family `policy` are stored already: nothing is left out of them.
      const request = name === 'policy' ? { ...given, exclusionList: none } : given
      const { rows, selected, problem, counts } = played(request)
      const { ok, anyOf } = expected as { readonly ok?: string; readonly anyOf?: readonly string[] }
      if (ok !== undefined && name === 'policy' && !isInStoredOrder(request.tags))
        assert.ok(isEqual(request, selected?.tag, ok), `${id}: ${selected?.tag} instead of ${ok}`)
      else if (ok !== undefined) assert.equal(selected?.tag, ok, id)
      else if (anyOf === undefined) assert.equal(selected, undefined, id)
      else
        assert.ok(selected === undefined || JSON.stringify(anyOf).includes(JSON.stringify(selected.tag)), id)
      if (problem !== undefined) continue
      const stored = storedTags(request.tags, request.exclusionList)
      if (isGoError(stored)) return assert.fail(id)
      const candidates = request.filter && filterTags(stored, request.filter)
      if (candidates && isGoError(candidates)) return assert.fail(id)
      const kept = new Set(stored)
      const keys = candidates && new Map([...candidates].map(([key, tag]) => [tag, key]))
      const distinct = new Set(request.tags).size === request.tags.length
      for (const row of distinct ? rows : []) {
        assert.equal(row.stage, stageOf(request, row.tag, kept, keys, selected?.tag), `${id} ${row.tag}`)
        assert.ok(reasonFits(request, row, selected?.tag), `${id} ${row.tag}: ${row.reason}`)
        tags++
      }
      assert.equal(counts[0]?.count, request.tags.length)
      assert.equal(counts.at(-1)?.count, selected ? 1 : 0, id)
      assert.deepEqual(rows.map(({ tag }) => tag).toSorted(), [...request.tags].toSorted(), id)
    }
    assert.ok(tags > 1000, `${tags} tags`)
  })

test("the playground's keys are those of Flux's filter: tag-filter", () => {
  for (const { id, input, expected } of casesOf('tag-filter')) {
    const { pattern, extract, tags } = input as unknown as TagFilter & { readonly tags: readonly string[] }
    // Flux's filter reads tags in the order that it is given; a scan hands them on in descending order.
    const stored = storedTags(tags, none)
    if (isGoError(stored)) return assert.fail(id)
    const { rows, problem } = played({
      policy: { alphabetical: {} },
      filter: { pattern, extract },
      exclusionList: none,
      tags,
      generation: 'flux-2.7',
    })
    assert.equal(problem !== undefined, 'err' in expected, id)
    const keys = rows.filter(({ stage }) => stage !== 'filtered').map(({ tag, key }) => key ?? tag)
    const { filtered = [] } = expected as { readonly filtered?: readonly (readonly [string, string])[] }
    if (problem === undefined)
      assert.deepEqual([...new Set(keys)].toSorted(), filtered.map(([key]) => key).toSorted(), id)
  }
})

test('a repository alone shows as stored what Flux stores: exclusion-list', () => {
  for (const { id, input, expected } of casesOf('exclusion-list')) {
    const { exclusionList, tags } = input as unknown as Pick<Selection, 'exclusionList' | 'tags'>
    const { rows, problem } = played({
      ...(exclusionList ? { exclusionList } : {}),
      tags,
      generation: 'flux-2.7',
    })
    assert.equal(problem !== undefined, 'err' in expected, id)
    const { stored = [] } = expected as { readonly stored?: readonly string[] }
    const shown = rows.filter(({ stage }) => stage === 'stored').map(({ tag }) => tag)
    if (problem === undefined) assert.deepEqual(shown.toSorted(), [...stored].toSorted(), id)
  }
})
