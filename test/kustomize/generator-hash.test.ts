import assert from 'node:assert/strict'
import { test } from 'node:test'
import { effectiveResources } from '../../server/src/kustomize/build/effective-resources.ts'
import { effectiveRoot } from '../../server/src/kustomize/build/effective-root.ts'
import type { Hashes } from '../../server/src/kustomize/build/generator-hash.ts'
import { newWork } from '../../server/src/kustomize/build/work.ts'
import { filesOf } from './memory-files.ts'

test('a content that many roots use is hashed once, and one that a root changes anew', () => {
  const { roots } = effectiveResources(
    filesOf({
      'base/kustomization.yaml': 'configMapGenerator:\n- {name: dash, literals: [a=1]}\n',
      'one/kustomization.yaml': 'resources: [../base]\n',
      'two/kustomization.yaml': 'resources: [../base]\nnamePrefix: two-\ncommonLabels: {a: b}\n',
      'own/kustomization.yaml':
        'resources: [../base]\nconfigMapGenerator:\n- {name: dash, behavior: merge, literals: [a=2]}\n',
    }),
  )
  let hashed = 0
  const known: Hashes = new WeakMap()
  const hashes = new Proxy(known, {
    get: (map, name) => {
      if (name === 'set') hashed++
      const value: unknown = Reflect.get(map, name)
      return typeof value === 'function' ? value.bind(map) : value
    },
  })
  const named = (folder: string, given?: Hashes) => {
    const target = roots.get(folder)?.target
    assert.ok(target)
    return effectiveRoot(folder, target, newWork(undefined, given)).resources.map(({ name }) => name)
  }
  const folders = ['base', 'one', 'two', 'own']
  assert.deepEqual(
    folders.map(folder => named(folder, hashes)),
    folders.map(folder => named(folder)),
  )
  assert.equal(hashed, 2)
})
