import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { effectiveResources } from '../../server/src/kustomize/build/effective-resources.ts'
import { jsonOf } from '../../server/src/kustomize/values/json-of.ts'
import { filesOf } from './memory-files.ts'
import { policy } from './workspace.ts'

test('aliases of aliases do not blow up', () => {
  const lists = Array.from(
    { length: 12 },
    (_, i) => `b${i}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`,
  )
  const text = policy('bomb', `spec: {a: &a0 [1], ${lists.join(', ')}}\n`)
  const { roots } = effectiveResources(
    filesOf({ 'kustomization.yaml': 'resources: [p.yaml]\n', 'p.yaml': text }),
  )
  assert.deepEqual(
    roots.get('')?.problems.map(one => one.message),
    ['document contains excessive aliasing'],
  )
})

/** YAML of any shape under the fields that a kustomization has, and some that it has not. */
const anyKustomization = fc.dictionary(
  fc.constantFrom(
    ...[
      'resources',
      'components',
      'bases',
      'namespace',
      'namePrefix',
      'patches',
      'patchesJson6902',
      'labels',
    ],
    ...[
      'patchesStrategicMerge',
      'commonLabels',
      'replacements',
      'configMapGenerator',
      'configurations',
      'kind',
    ],
    ...['secretGenerator', 'generatorOptions', 'openapi', 'helmCharts', 'vars', 'transformers', 'x'],
  ),
  fc.jsonValue({ maxDepth: 4 }),
)

const likely = fc.constantFrom<unknown>(
  ['p.yaml'],
  ['../a', '../b', '.'],
  [{ path: 'p.yaml', target: { kind: '(' } }],
  [{ patch: '[{"op":"move","from":"/metadata","path":"/spec/a/-"}]', target: {} }],
  [
    {
      patch: 'kind: A\nmetadata: {name: web}\nspec: []\n',
      target: { name: '.*' },
      options: { allowNameChange: true },
    },
  ],
  [
    {
      source: { kind: 'ImagePolicy' },
      targets: [{ select: {}, fieldPaths: ['a.[b=c].*.0', '', '-'], options: { create: true } }],
    },
  ],
  [{ name: 'web', behavior: 'merge', literals: ['=', 'a'], files: ['=x', 'y='], envs: ['p.yaml'] }],
)

test('whatever a kustomization says, there is an answer', () => {
  const kustomization = fc
    .tuple(
      anyKustomization,
      fc.dictionary(
        fc.constantFrom('resources', 'patches', 'replacements', 'configMapGenerator', 'components'),
        likely,
      ),
    )
    .map(([any, some]) => JSON.stringify({ ...any, ...some }))
  const manifest = fc.oneof(
    fc.constant(policy('web', 'spec: {a: {b: [1]}}\n')),
    fc.jsonValue().map(value => JSON.stringify(value)),
    fc.string(),
  )
  fc.assert(
    fc.property(kustomization, kustomization, manifest, (a, b, p) => {
      const { roots } = effectiveResources(
        filesOf({ 'a/kustomization.yaml': a, 'b/kustomization.yaml': b, 'a/p.yaml': p, 'b/p.yaml': p }),
      )
      for (const { resources } of roots.values()) for (const { body } of resources) jsonOf(body)
    }),
    { numRuns: 300 },
  )
})
