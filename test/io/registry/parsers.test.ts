import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isFailure } from '../../../server/src/flux/failure.ts'
import { addressClass } from '../../../server/src/io/registry/contact/address.ts'
import { parseChallenges } from '../../../server/src/io/registry/contact/challenge.ts'
import { redirectTarget } from '../../../server/src/io/registry/contact/redirect.ts'
import { retryAfter } from '../../../server/src/io/registry/contact/retry-after.ts'
import { nextPage } from '../../../server/src/io/registry/tags/link.ts'
import { isTag, readTagPage } from '../../../server/src/io/registry/tags/tag-list.ts'
import { visible } from '../../../server/src/text/foreign.ts'

const runs = { numRuns: 500 }
const page = new URL('https://ghcr.io/v2/acme/web/tags/list?n=1000')

function challenges(...headers: string[]) {
  return parseChallenges(headers).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)])
}

test('challenges of all shapes', () => {
  assert.deepEqual(challenges('Basic realm="a, b", charset="UTF-8"'), [
    ['basic', { realm: 'a, b', charset: 'UTF-8' }],
  ])
  assert.deepEqual(challenges('Bearer realm="x",service=y,scope="a:b:c,d"', 'BASIC'), [
    ['bearer', { realm: 'x', service: 'y', scope: 'a:b:c,d' }],
    ['basic', {}],
  ])
  assert.deepEqual(challenges('Bearer Realm = "x" , Basic realm="y"'), [
    ['bearer', { realm: 'x' }],
    ['basic', { realm: 'y' }],
  ])
  assert.deepEqual(challenges('Negotiate YII=, Basic realm="a\\"b"'), [
    ['negotiate', {}],
    ['basic', { realm: 'a"b' }],
  ])
  assert.deepEqual(challenges('Bearer realm="first",realm="second"'), [['bearer', { realm: 'first' }]])
  assert.deepEqual(challenges('', ',,', '"'), [])
})

test('links in all spellings', () => {
  const next = (...headers: string[]) =>
    nextPage(headers, { page, isJfrog: false, pageSize: 1000 })?.href.replace('https://ghcr.io', '')
  assert.equal(next('</v2/a/tags/list?last=x>; rel="next"'), '/v2/a/tags/list?last=x')
  assert.equal(next('</v2/a/tags/list?last=x>;rel=next'), '/v2/a/tags/list?last=x')
  assert.equal(next('</v2/a/tags/list?last=x>; title="t"; REL="prev next"'), '/v2/a/tags/list?last=x')
  assert.equal(next('</v2/a/tags/list?last=x>'), '/v2/a/tags/list?last=x')
  assert.equal(next('</v2/b>; rel="prev", </v2/a?x=1,2>; rel="next"'), '/v2/a?x=1,2')
  assert.equal(next('</v2/b>; rel="prev"', '</v2/a>; rel="next"'), '/v2/a')
  assert.equal(next('<?last=x>; rel="next"'), '/v2/acme/web/tags/list?last=x')
  assert.equal(next('<http://ghcr.io:8080/v2/a>; rel="next"'), '/v2/a')
  assert.equal(next('</v2/b>; rel="prev"'), undefined)
  assert.equal(next(), undefined)
  assert.equal(next(''), undefined)
})

test('whatever a server sends, it is read, refused or ignored, and never leads away', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc.webUrl().map(url => `<${url}>; rel="next"`),
  )
  fc.assert(
    fc.property(hostile, text => {
      parseChallenges([text])
      retryAfter([text], 0)
      try {
        const next = nextPage([text], { page, isJfrog: false, pageSize: 1000 })
        assert.ok(next === undefined || (next.origin === page.origin && next.pathname.startsWith('/v2/')))
      } catch (error) {
        assert.ok(isFailure(error), String(error))
      }
      try {
        const { hostname } = redirectTarget(text, page)
        assert.ok(['name', 'public'].includes(addressClass(hostname)))
      } catch (error) {
        assert.ok(isFailure(error), String(error))
      }
    }),
    runs,
  )
})

test('whatever a body holds, tags are tags', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.array(fc.jsonValue()).map(tags => JSON.stringify({ tags })),
      ),
      text => {
        try {
          assert.ok(readTagPage(Buffer.from(text), '', 'ghcr.io').tags.every(isTag))
        } catch (error) {
          assert.ok(isFailure(error), String(error))
        }
      },
    ),
    runs,
  )
})

test('a server’s text is short, of one line, and shows what it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), text => {
      const clean = visible(text)
      assert.ok([...clean].length <= 300)
      assert.doesNotMatch(clean, /[\p{C}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/u)
    }),
    runs,
  )
  assert.equal(visible('a\r\n\tb'), 'a b')
  assert.equal(visible('naïve — 日本'), 'naïve — 日本')
})

test('Retry-After in all spellings', () => {
  const now = Date.UTC(2026, 0, 1)
  assert.equal(retryAfter(['7'], now), 7000)
  assert.equal(retryAfter(['0'], now), 0)
  assert.equal(retryAfter(['Thu, 01 Jan 2026 00:01:00 GMT'], now), 60_000)
  assert.equal(retryAfter(['Wed, 31 Dec 2025 00:00:00 GMT'], now), 0)
  assert.equal(retryAfter([String(now / 1000 + 30)], now), 30_000)
  assert.equal(retryAfter(['99999999'], now), 86_400_000)
  assert.equal(retryAfter(['soon'], now), undefined)
  assert.equal(retryAfter([], now), undefined)
})
