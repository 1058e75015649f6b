import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGoError } from '../../server/src/go/go-error.ts'
import { parseLabelSelector } from '../../server/src/kustomize/transform/label-selector.ts'

test('selectors take what Kubernetes takes', () => {
  const labels = new Map([
    ['a', 'b'],
    ['in', 'in'],
    ['n', '5'],
    ['e', ''],
    ['acme.io/x', 'y'],
  ])
  const table: readonly (readonly [string, boolean | 'error'])[] = [
    ['', true],
    [' ', true],
    ['a=b', true],
    ['a==b', true],
    ['a = b', true],
    ['a!=b', false],
    ['c!=b', true],
    ['a', true],
    ['!a', false],
    ['!c', true],
    ['a in (b,c)', true],
    ['a in (,c)', false],
    ['e in ()', true],
    ['e=', true],
    ['a notin (b)', false],
    ['c notin (b)', true],
    ['in in (in, notin)', true],
    ['n>4,n<6', true],
    ['n>5', false],
    ['a>1', false],
    ['acme.io/x=y,!c,a in (b)', true],
    ['a,', 'error'],
    [',', 'error'],
    ['a=b c', 'error'],
    ['!a=b', 'error'],
    ['a in b', 'error'],
    ['a in (b c)', 'error'],
    ['a===b', 'error'],
    ['a=>b', 'error'],
    ['a=!b', 'error'],
    ['n>x', 'error'],
    ['A_b/c=d', 'error'],
    [`a=${'x'.repeat(64)}`, 'error'],
  ]
  for (const [text, expected] of table) {
    const matcher = parseLabelSelector(text)
    assert.equal(isGoError(matcher) ? 'error' : matcher(labels), expected, text)
  }
})
