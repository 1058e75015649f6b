import assert from 'node:assert/strict'
import { test } from 'node:test'
import { effectiveResources } from '../../server/src/kustomize/build/effective-resources.ts'
import type { EffectiveResource } from '../../server/src/kustomize/build/effective-root.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'
import { workspaceFiles } from './memory-files.ts'
import { evaluate, policy } from './workspace.ts'

test('every kustomization is a root, and what none uses stands alone', () => {
  const { all } = evaluate(`
#- base/kustomization.yaml
resources: [policy.yaml]
#- base/policy.yaml
${policy('web')}
#- eu/kustomization.yaml
namespace: eu
resources: [../base]
#- alone.yaml
${policy('alone')}
`)
  const of = (root: { readonly resources: readonly EffectiveResource[] }) =>
    root.resources.map(one => `${one.namespace}/${one.name} of ${one.place.file}`)
  assert.deepEqual(
    [...all.roots].map(([folder, root]) => [folder, of(root)]),
    [
      ['base', ['/web of base/policy.yaml']],
      ['eu', ['eu/web of base/policy.yaml']],
    ],
  )
  assert.deepEqual(
    [...all.alone].map(([path, one]) => [path, of(one)]),
    [['alone.yaml', ['/alone of alone.yaml']]],
  )
})

test('patches and other files that a kustomization reads do not stand alone', () => {
  const { all } = evaluate(`
#- kustomization.yaml
resources: [policy.yaml]
patches: [{path: patch.yaml}]
#- policy.yaml
${policy('web')}
#- patch.yaml
${policy('web', 'spec: {a: 1}\n')}
#- values.yaml
- not: an object
---
${policy('other')}
`)
  assert.deepEqual(
    [...all.alone].map(([path, { resources }]) => [path, resources.map(one => one.name)]),
    [['values.yaml', ['other']]],
  )
})

test('a file that is not loaded is lacking, and makes nothing wrong', () => {
  const text = 'resources: [big.yaml]\npatches: [{patch: "{kind: A, metadata: {name: b}}"}]\n'
  const files = workspaceFiles(
    new Map([
      ['kustomization.yaml', { text, documents: readDocuments(text) }],
      ['big.yaml', {}],
    ]),
  )
  const root = effectiveResources(files).roots.get('')
  assert.deepEqual(root?.problems, [])
  assert.deepEqual(root?.lacks, ['big.yaml'])
  assert.equal(root?.isIncomplete, true)
})

/** 10,000 files: 100 teams of 97 policies, a base and three overlays. */
function largeWorkspace(): Map<string, { text: string; documents: ReturnType<typeof readDocuments> }> {
  const files = new Map<string, { text: string; documents: ReturnType<typeof readDocuments> }>()
  const put = (path: string, text: string) => files.set(path, { text, documents: readDocuments(text) })
  for (let team = 0; team < 100; team++) {
    const names = Array.from({ length: 97 }, (_, i) => `p${i}`)
    for (const name of names) put(`${team}/base/${name}.yaml`, policy(`${name}-${team}`))
    put(`${team}/base/kustomization.yaml`, `resources: [${names.map(name => `${name}.yaml`).join(', ')}]\n`)
    put(`${team}/dev/kustomization.yaml`, 'namespace: dev\nresources: [../base]\n')
    put(`${team}/prod/kustomization.yaml`, 'namespace: prod\nresources: [../base]\n')
  }
  return files
}

test('editing one file of 10,000 evaluates only the roots that reach it', () => {
  const files = largeWorkspace()
  assert.equal(files.size, 10_000)
  const first = effectiveResources(workspaceFiles(files))
  assert.equal(first.evaluated, 300)
  assert.equal(effectiveResources(workspaceFiles(files), first).evaluated, 0)

  const text = policy('p5-7', 'spec: {}\n')
  files.set('7/base/p5.yaml', { text, documents: readDocuments(text) })
  const second = effectiveResources(workspaceFiles(files), first)
  assert.equal(second.evaluated, 3)
  assert.equal(second.roots.get('8/prod'), first.roots.get('8/prod'))
  assert.notEqual(second.roots.get('7/prod'), first.roots.get('7/prod'))

  files.set('7/prod/kustomization.yaml', {
    text: 'namespace: production\nresources: [../base]\n',
    documents: readDocuments('namespace: production\nresources: [../base]\n'),
  })
  const third = effectiveResources(workspaceFiles(files), second)
  assert.equal(third.evaluated, 1)
  assert.deepEqual(
    [...new Set(third.roots.get('7/prod')?.resources.map(one => one.namespace))],
    ['production'],
  )
})

test('a file that comes into being, or goes, is noticed', () => {
  const files = new Map([...largeWorkspace()].filter(([path]) => path.startsWith('1/')))
  const text = 'namespace: dev\nresources: [../base, extra.yaml]\n'
  files.set('1/dev/kustomization.yaml', { text, documents: readDocuments(text) })
  const first = effectiveResources(workspaceFiles(files))
  assert.equal(first.roots.get('1/dev')?.problems.length, 1)
  files.set('1/dev/extra.yaml', { text: policy('extra'), documents: readDocuments(policy('extra')) })
  const second = effectiveResources(workspaceFiles(files), first)
  assert.equal(second.evaluated, 1)
  assert.deepEqual(second.roots.get('1/dev')?.problems, [])
  files.delete('1/dev/extra.yaml')
  assert.equal(effectiveResources(workspaceFiles(files), second).roots.get('1/dev')?.problems.length, 1)
})
