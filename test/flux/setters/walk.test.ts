import assert from 'node:assert/strict'
import { test } from 'node:test'
import { walk } from '../../../server/src/flux/setters/walk.ts'
import { isGoError } from '../../../server/src/go/go-error.ts'

const marked = 'a: b # {"$imagepolicy": "ns:app"}\n'

function read(
  names: readonly string[],
  path = '',
  links: Readonly<Record<string, string>> = {},
): readonly string[] {
  const files = new Map(names.map(name => [name, marked]))
  const found = walk({ files, links: new Map(Object.entries(links)) }, path)
  return isGoError(found) ? [found.err] : found.files.map(file => file.path)
}

test('only .yaml, .yml and Kustomization are read, in that case, folder by folder in the order of bytes', () => {
  const names = [
    'b.yaml',
    'a/z.yml',
    'a.yaml',
    'A/Kustomization',
    'c.YAML',
    'd.json',
    'kustomization',
    '.x/.y.yaml',
  ]
  assert.deepEqual(read(names), ['.x/.y.yaml', 'A/Kustomization', 'a/z.yml', 'a.yaml', 'b.yaml'])
})

test('a file without the token in double quotes is not read', () => {
  const files = new Map([['a.yaml', "a: b # {'$imagepolicy': 'ns:app'}\n"]])
  assert.deepEqual(walk({ files }, ''), { root: '', files: [] })
})

test('paths are relative to the path given, which may be a file and cannot leave the root', () => {
  assert.deepEqual(read(['a/b/c.yaml', 'd.yaml'], './a/'), ['b/c.yaml'])
  assert.deepEqual(read(['a/b/c.yaml', 'd.yaml'], 'a/b/c.yaml'), ['c.yaml'])
  assert.deepEqual(read(['a/b/c.yaml', 'd.yaml'], '/../a/../a/b'), ['c.yaml'])
  assert.match(read(['a.yaml'], 'b')[0] ?? '', /lstat <root>\/b: no such file or directory$/)
  assert.match(read(['a.yaml'], 'a.yaml/b')[0] ?? '', /lstat <root>\/a\.yaml\/b: not a directory$/)
})

test('linked files are read, linked folders are not entered but may stand in the path', () => {
  const links = { 'l.yaml': 'a/x.yaml', 'd.yaml': 'a', 'gone.yaml': 'nope', 'out.yaml': '../x.yaml', k: 'a' }
  assert.deepEqual(read(['a/x.yaml'], '', links), ['a/x.yaml', 'l.yaml'])
  assert.deepEqual(read(['a/b/x.yaml'], 'k/b', links), ['x.yaml'])
  assert.deepEqual(read(['a/x.yaml'], 'k', links), [])
  assert.deepEqual(read(['a/x.yaml'], '', { 'm.yaml': 'k/x.yaml', k: 'a' }), ['a/x.yaml', 'm.yaml'])
})
