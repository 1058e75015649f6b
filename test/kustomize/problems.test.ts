import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluate, policy } from './workspace.ts'

/** What is told of a root: `code at file: text`. */
function told(workspace: string, folder: string): readonly string[] {
  const { root, show } = evaluate(workspace)
  const { problems, unknowns } = root(folder)
  return [...problems, ...unknowns].map(one => `${one.code} at ${show(one)}`)
}

const leaf = `#- a/policy.yaml\n${policy('web')}#- a/empty/README.md\n`

test('what makes kustomize fail is reported at its place', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['resources: [nowhere.yaml]', ['kustomization-missing-file at a/kustomization.yaml: nowhere.yaml']],
    [
      'resources: [policy.yaml, ./policy.yaml]',
      ['kustomization-duplicate-resource at a/kustomization.yaml: ./policy.yaml'],
    ],
    ['resources: [.]', ['kustomization-cycle at a/kustomization.yaml: .']],
    ['resources: [policy.yaml]\nnamspace: x', ['kustomization-invalid at a/kustomization.yaml: x']],
    ['resources: [policy.yaml]\nnamespace: on', ['kustomization-invalid at a/kustomization.yaml: on']],
    [
      'kind: Kustomisation\nresources: [policy.yaml]',
      ['kustomization-invalid at a/kustomization.yaml: Kustomisation'],
    ],
    ['kind: Kustomization', ['kustomization-invalid at a/kustomization.yaml: kind: Kustomization']],
    [
      'resources: [policy.yaml]\ncomponents: [../b]',
      ['kustomization-missing-file at a/kustomization.yaml: ../b'],
    ],
    [
      'resources: [nowhere.yaml]\npatches: [{patch: "{kind: A, metadata: {name: b}}"}]',
      ['kustomization-missing-file at a/kustomization.yaml: nowhere.yaml'],
    ],
    ['resources: [empty]', ['kustomization-missing-file at a/kustomization.yaml: empty']],
    [
      'resources: [policy.yaml]\npatches: [{path: p.yaml}]',
      ['kustomization-missing-file at a/kustomization.yaml: p.yaml'],
    ],
    [
      'resources: [policy.yaml]\npatches: [{patch: "{kind: A, metadata: {name: b}}"}]',
      ['kustomization-patch-target at a/kustomization.yaml: {patch: "{kind: A, metadata: {name: b}}"}'],
    ],
    [
      `resources: [policy.yaml]\npatches:\n- {patch: '- {op: remove, path: /spec}', target: {name: web}}`,
      [
        `kustomization-patch at a/kustomization.yaml: {patch: '- {op: remove, path: /spec}', target: {name: web}}`,
      ],
    ],
    [
      `resources: [policy.yaml]\npatches:\n- {patch: '[{op: add, path: /spec, value: 1}]', target: {name: web}}`,
      [
        `kustomization-patch at a/kustomization.yaml: {patch: '[{op: add, path: /spec, value: 1}]', target: {name: web}}`,
      ],
    ],
    [`resources:\n- policy.yaml\n-\n`, ['kustomization-invalid at a/kustomization.yaml: ']],
    [
      'resources: [policy.yaml]\nreplacements: [{source: {kind: A}, targets: []}]',
      ['kustomization-replacement at a/kustomization.yaml: {source: {kind: A}, targets: []}'],
    ],
  ]
  for (const [text, expected] of table) {
    assert.deepEqual(told(`${leaf}#- a/kustomization.yaml\n${text}\n`, 'a'), expected, text)
  }
})

test('a resource file that holds no objects is told in that file', () => {
  assert.deepEqual(told('#- a/kustomization.yaml\nresources: [v.yaml]\n#- a/v.yaml\nkind: X\n', 'a'), [
    'kustomization-resource at a/v.yaml: kind: X',
  ])
})

test('two kustomization files in one folder are told', () => {
  const [first] = told('#- a/kustomization.yaml\nnamespace: a\n#- a/Kustomization\nnamespace: a\n', 'a')
  assert.match(first ?? '', /^kustomization-several at a\/Kustomization/)
})

test('a cycle is told, whatever root one begins at, and comes to an end', () => {
  const cycle =
    '#- a/kustomization.yaml\nresources: [../b]\n#- b/kustomization.yaml\nresources: [../c]\n#- c/kustomization.yaml\nresources: [../a]\n'
  assert.deepEqual(told(cycle, 'a'), ['kustomization-cycle at c/kustomization.yaml: ../a'])
  assert.deepEqual(told(cycle, 'b'), ['kustomization-cycle at a/kustomization.yaml: ../b'])
  const around =
    '#- a/b/kustomization.yaml\nresources: [../../c]\n#- c/kustomization.yaml\nresources: [../a]\n#- a/kustomization.yaml\nnamespace: x\n'
  assert.deepEqual(told(around, 'a/b'), ['kustomization-cycle at a/b/kustomization.yaml: ../../c'])
  assert.deepEqual(told(around, 'c'), [])
})

test('many kustomizations that all use each other do not take for ever', () => {
  const names = Array.from({ length: 30 }, (_, i) => `k${i}`)
  const files = names.map(
    name => `#- ${name}/kustomization.yaml\nresources: [${names.map(other => `../${other}`).join(', ')}]\n`,
  )
  assert.ok(told(files.slice(0, 12).join(''), 'k0').length > 0)
})

test('a file from outside the root is a fact, not a failure', () => {
  assert.deepEqual(told(`${leaf}#- b/kustomization.yaml\nresources: [../a/policy.yaml]\n`, 'b'), [
    'kustomization-outside-root at b/kustomization.yaml: ../a/policy.yaml',
  ])
})

test('what is not in these files is unknown, and what it might bring is not missed', () => {
  const patch = 'patches: [{patch: "{kind: A, metadata: {name: b}}"}]'
  const table: readonly (readonly [string, readonly string[]])[] = [
    [
      'resources: [https://example.com/x.yaml]',
      ['remote-base at a/kustomization.yaml: https://example.com/x.yaml'],
    ],
    [
      'resources:\n- github.com/acme/base?ref=v1',
      ['remote-base at a/kustomization.yaml: github.com/acme/base?ref=v1'],
    ],
    ['resources: [../../elsewhere]', ['remote-base at a/kustomization.yaml: ../../elsewhere']],
    ['helmCharts: [{name: x}]', ['helm-chart at a/kustomization.yaml: {name: x}']],
    [
      'generators: ["{apiVersion: acme.io/v1, kind: Made, metadata: {name: x}}"]',
      [
        'generator-plugin at a/kustomization.yaml: "{apiVersion: acme.io/v1, kind: Made, metadata: {name: x}}"',
      ],
    ],
  ]
  for (const [text, expected] of table) {
    const { root } = evaluate(`#- a/kustomization.yaml\n${text}\n${patch}\n`)
    assert.deepEqual(told(`#- a/kustomization.yaml\n${text}\n${patch}\n`, 'a'), expected, text)
    assert.equal(root('a').isIncomplete, true, text)
  }
})

test('variables of a base are put into all objects of the root that name one', () => {
  const files =
    '#- base/kustomization.yaml\nvars: [{name: A, objref: {kind: B, name: c}}]\n' +
    '#- a/kustomization.yaml\nresources: [../base, two.yaml]\n' +
    '#- a/two.yaml\nkind: B\nmetadata: {name: c}\nspec: $(A)\n---\nkind: B\nmetadata: {name: d}\n'
  const { root, object } = evaluate(files)
  const doubts = (name: string) => object(root('a'), 'B', name).doubts.map(({ code }) => code)
  assert.deepEqual([doubts('c'), doubts('d')], [['vars'], []])
  assert.deepEqual(
    root('a').unknowns.map(({ code }) => code),
    ['vars'],
  )
})

test('what kustomize refuses is a problem, each at its place', () => {
  const base = `#- a/p.yaml\n${policy('web')}#- a/kustomization.yaml\nresources: [p.yaml]\n`
  for (const [text, expected] of [
    [
      'replicas: [{name: web, count: 2}]',
      'kustomization-invalid at a/kustomization.yaml: {name: web, count: 2}',
    ],
    ['sortOptions: {order: up}', 'kustomization-invalid at a/kustomization.yaml: {order: up}'],
    [
      'sortOptions: {order: fifo, legacySortOptions: {}}',
      'kustomization-invalid at a/kustomization.yaml: {order: fifo, legacySortOptions: {}}',
    ],
    [
      'patches: [{patch: "  ", target: {kind: A}}]',
      'kustomization-patch at a/kustomization.yaml: {patch: "  ", target: {kind: A}}',
    ],
    [
      'configurations: [c.yaml]\n#- a/c.yaml\nnamePrefix: [{path: metadata/name, kind: ImagePolicy, create: true}]',
      'kustomization-invalid at a/kustomization.yaml: c.yaml',
    ],
  ] as const) {
    assert.deepEqual(told(`${base}${text}\n`, 'a'), [expected])
  }
  assert.deepEqual(told(`${base}replicas: []\nsortOptions: {order: legacy}\n`, 'a'), [])
})

test('a narrower spec of `configurations` takes the place of the general one', () => {
  const { root } = evaluate(
    `#- a/p.yaml\n${policy('web')}---\nkind: Other\nmetadata: {name: web}\n` +
      '#- a/c.yaml\nnamePrefix: [{path: metadata/name, kind: Other}]\n' +
      '#- a/kustomization.yaml\nresources: [p.yaml]\nnamePrefix: x-\nconfigurations: [c.yaml]\n',
  )
  assert.deepEqual(
    root('a').resources.map(({ kind, name }) => [kind, name]),
    [
      ['ImagePolicy', 'web'],
      ['Other', 'x-web'],
    ],
  )
})

test("kustomize's own generators are followed, wherever they are written", () => {
  const { root, object } = evaluate(
    '#- a/env\nONE=1\n#- gen/kustomization.yaml\nresources: [g.yaml]\n' +
      '#- gen/g.yaml\napiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: c}\nenvs: [env]\n' +
      'options: {disableNameSuffixHash: true}\n' +
      '#- a/kustomization.yaml\ngenerators: [../gen]\n',
  )
  assert.equal(object(root('a'), 'ConfigMap', 'c').content.includes('"ONE":"1"'), true)
  assert.equal(root('a').isIncomplete, false)
})

test('what might be otherwise says why', () => {
  for (const [field, code] of [
    ['transformers: [t.yaml]', 'transformer-plugin'],
    ['openapi: {path: schema.json}', 'openapi'],
    ['buildMetadata: [managedByLabel]', 'build-metadata'],
  ]) {
    const { root, object } = evaluate(`${leaf}#- a/kustomization.yaml\nresources: [policy.yaml]\n${field}\n`)
    assert.deepEqual(
      object(root('a'), 'ImagePolicy', 'web').doubts.map(doubt => doubt.code),
      [code],
    )
  }
})
