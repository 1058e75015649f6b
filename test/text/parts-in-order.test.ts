import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPartsInOrder } from '../../server/src/text/parts-in-order.ts'

const holds = (text: string, parts: readonly string[]) =>
  isPartsInOrder(text, parts, place => place === text.length || text.charAt(place) === '/')

test('parts stand in their order, with anything between, up to a place where they may end', () => {
  assert.ok(holds('clusters/prod/apps/a.yaml', ['clusters/', '/apps']))
  assert.ok(holds('apps-apps/a.yaml', ['', 'apps']))
  assert.ok(holds('anything', ['', '']))
  assert.ok(holds('a/b', ['a']))
  assert.ok(!holds('ab/b', ['a']))
  assert.ok(!holds('clusters/prod/appsets/a.yaml', ['clusters/', '/apps']))
  assert.ok(!holds('b/a', ['b', 'a', 'b']))
})
