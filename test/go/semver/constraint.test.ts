import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isGoError } from '../../../server/src/go/go-error.ts'
import {
  type Constraint,
  parseConstraint,
  type SemverGeneration,
} from '../../../server/src/go/semver/constraint.ts'
import { isMissedAsPrerelease, satisfies } from '../../../server/src/go/semver/satisfies.ts'
import { parseVersion, type Version } from '../../../server/src/go/semver/version.ts'

function constraint(range: string, generation: SemverGeneration = 'flux-2.7'): Constraint {
  const parsed = parseConstraint(range, generation)
  assert.ok(!isGoError(parsed), range)
  return parsed
}

function version(tag: string): Version {
  const parsed = parseVersion(tag)
  assert.ok(!isGoError(parsed), tag)
  return parsed
}

/** Those of the tags that lie within the range, separated by spaces as they were given. */
function within(range: string, tags: string, generation?: SemverGeneration): string {
  const parsed = constraint(range, generation)
  return tags
    .split(' ')
    .filter(tag => satisfies(parsed, version(tag)))
    .join(' ')
}

test('what each operator takes', () => {
  for (const [range, tags, expected] of [
    ['1.2.3', '1.2.2 1.2.3 v1.2.3+b 1.2.4', '1.2.3 v1.2.3+b'],
    ['1.2', '1.1.9 1.2.0 1.2.9 1.3.0', '1.2.0 1.2.9'],
    ['=1.x.3', '0.9.0 1.0.0 1.9.9 2.0.0', '1.0.0 1.9.9'],
    ['*', '0.0.0 9.9.9 1.0.0-rc', '0.0.0 9.9.9'],
    ['!=1.x', '0.9.0 1.0.0 2.0.0', '0.9.0 2.0.0'],
    ['!=1.2', '1.1.0 1.2.0 1.2.9', '1.1.0'],
    ['>1', '1.0.0 1.9.9 2.0.0', '2.0.0'],
    ['>1.1', '1.1.9 1.2.0 2.0.0', '1.2.0 2.0.0'],
    ['<1.x', '0.9.9 1.0.0', '0.9.9'],
    ['=>1.2', '1.1.9 1.2.0', '1.2.0'],
    ['<=1', '1.9.9 2.0.0', '1.9.9'],
    ['=<1.2.x', '1.2.9 1.3.0', '1.2.9'],
    ['<=*', '0.0.9 0.1.0 1.0.0', '0.0.9'],
    ['~>1.2.3', '1.2.2 1.2.9 1.3.0', '1.2.9'],
    ['~1', '1.0.0 1.9.0 2.0.0', '1.0.0 1.9.0'],
    ['~0.0.0', '0.0.0 0.1.0 5.0.0', '0.0.0 0.1.0 5.0.0'],
    ['^1.2', '1.1.9 1.9.0 2.0.0', '1.9.0'],
    ['^0.2', '0.2.9 0.3.0', '0.2.9'],
    ['^0.0.3', '0.0.2 0.0.3 0.0.4', '0.0.3'],
    ['^*', '0.0.0 0.0.1 1.0.0', '0.0.0'],
    ['1.2 - 1.4', '1.1.9 1.2.0 1.4.9 1.5.0', '1.2.0 1.4.9'],
    ['>= 1 , < 2 || 3.0.0', '1.5.0 2.0.0 3.0.0', '1.5.0 3.0.0'],
    ['0 - 1 || 3 - 4', '1.5.0 2.0.0 3.0.0', '1.5.0 3.0.0'],
  ] as const) {
    assert.equal(within(range, tags), expected, range)
  }
})

test('from Flux 2.7 on one prerelease opens all terms beside it, before only its own', () => {
  const tags = '1.5.0-rc.1 1.9.0 2.0.0-rc.1 2.0.0'
  assert.equal(within('>=1.0.0-0 <2.0.0', tags), '1.5.0-rc.1 1.9.0 2.0.0-rc.1')
  assert.equal(within('>=1.0.0-0 <2.0.0', tags, 'flux-2.6'), '1.9.0')
  assert.equal(within('>=1.0.0-0 <2.0.0-0', tags, 'flux-2.6'), '1.5.0-rc.1 1.9.0')
  assert.equal(within('>=1.0.0-0 || <1', '0.5.0-rc.1 1.5.0-rc.1'), '1.5.0-rc.1')
})

test('up to Flux 2.6 a != takes prereleases', () => {
  assert.equal(within('!=2.0.0', '1.0.0-rc.1 1.0.0'), '1.0.0')
  assert.equal(within('!=2.0.0', '1.0.0-rc.1 1.0.0', 'flux-2.6'), '1.0.0-rc.1 1.0.0')
  assert.equal(within('!=2.x', '1.0.0-rc.1 1.0.0', 'flux-2.6'), '1.0.0')
})

test('what is no range is an error in the words of its generation', () => {
  for (const [range, now, before] of [
    ['', 'improper constraint: ""', 'improper constraint: '],
    ['1.x ||', 'improper constraint: ""', 'improper constraint: '],
    ['==1.0', 'improper constraint: "==1.0"', 'improper constraint: ==1.0'],
    ['1 &&\t2', 'improper constraint: "1 &&\\t2"', 'improper constraint: 1 &&\t2'],
    ['V1.0', 'improper constraint: "V1.0"', 'improper constraint: V1.0'],
    ['1,,2', 'improper constraint: "1,,2"', 'improper constraint: 1,,2'],
    ['1,', 'improper constraint: "1,"', 'improper constraint: 1,'],
    ['>1<2', 'improper constraint: ">1<2"', 'improper constraint: >1<2'],
    ['>1 - 2', 'improper constraint: ">>= 1, <= 2 "', 'improper constraint: >>= 1, <= 2 '],
    ['1.2.3.4 - 5', 'improper constraint: "1.>= 2.3.4, <= 5 "', 'improper constraint: 1.>= 2.3.4, <= 5 '],
    ['1xx', 'constraint parser error', 'constraint Parser Error'],
    ['1|2', 'constraint parser error', 'constraint Parser Error'],
    ['1.0.0-01', 'constraint parser error', 'constraint Parser Error'],
    ['18446744073709551616', 'constraint parser error', 'constraint Parser Error'],
  ] as const) {
    assert.deepEqual(parseConstraint(range, 'flux-2.7'), { err: now })
    assert.deepEqual(parseConstraint(range, 'flux-2.6'), { err: before })
  }
})

test('a hyphen without spaces is part of a prerelease', () => {
  assert.equal(within('1.0.0-2.0.0', '1.0.0 1.5.0 2.0.0 1.0.0-2.0.0'), '1.0.0-2.0.0')
})

test('a version that misses a range only as a prerelease is told apart', () => {
  assert.equal(isMissedAsPrerelease(constraint('>=1.0.0'), version('1.5.0-rc.1')), true)
  assert.equal(isMissedAsPrerelease(constraint('>=1.0.0'), version('1.0.0-rc.1')), false)
  assert.equal(isMissedAsPrerelease(constraint('>=2.0.0'), version('1.5.0')), false)
  assert.equal(isMissedAsPrerelease(constraint('>=1.0.0-0'), version('1.5.0-rc.1')), false)
})

test('a long range costs no more than its length', () => {
  for (const range of [
    `1${' '.repeat(1e5)}!`,
    `${'1 '.repeat(3e4)}!`,
    `${'1'.repeat(1e5)}! - 2`,
    ' -'.repeat(1e5),
    `${'-'.repeat(1e5)} - 1`,
  ]) {
    assert.ok(isGoError(parseConstraint(range, 'flux-2.7')))
  }
})

const someVersion = fc
  .tuple(
    fc.array(fc.constantFrom('0', '1', '2', 'x', '*'), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '-0', '-rc.1'),
  )
  .map(([numbers, pre]) => numbers.join('.') + pre)
const someTerm = fc
  .tuple(fc.constantFrom('', '=', '!=', '>', '<', '>=', '<=', '~', '^'), someVersion)
  .map(parts => parts.join(''))
const someGroup = fc.oneof(
  fc.array(someTerm, { minLength: 1, maxLength: 3 }).map(terms => terms.join(' ')),
  fc.tuple(someVersion, someVersion).map(ends => ends.join(' - ')),
)
const someTag = fc
  .tuple(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)), fc.constantFrom('', '-0', '-rc.1', '-rc.2'))
  .map(([numbers, pre]) => numbers.join('.') + pre)
const someGeneration = fc.constantFrom<SemverGeneration>('flux-2.6', 'flux-2.7')

test('a range is the union of its || parts', () => {
  fc.assert(
    fc.property(
      fc.array(someGroup, { minLength: 1, maxLength: 3 }),
      someTag,
      someGeneration,
      (groups, tag, generation) => {
        const takes = (range: string): boolean => satisfies(constraint(range, generation), version(tag))
        assert.equal(takes(groups.join(' || ')), groups.some(takes))
      },
    ),
    { numRuns: 500 },
  )
})

test('from Flux 2.7 on a range takes at least the releases that 2.6 took, and no other', () => {
  fc.assert(
    fc.property(someGroup, someTag, (range, tag) => {
      const release = version(tag.replace(/-.*/, ''))
      assert.equal(
        satisfies(constraint(range, 'flux-2.7'), release),
        satisfies(constraint(range, 'flux-2.6'), release),
      )
    }),
    { numRuns: 500 },
  )
})

test('no text makes it throw', () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...'01x*.-+|,<>=!~^ v')).map(all => all.join('')),
  )
  fc.assert(
    fc.property(
      text,
      someGeneration,
      (range, generation) => typeof parseConstraint(range, generation) === 'object',
    ),
  )
})
