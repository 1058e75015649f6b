// Small trees of kustomizations, feature by feature: what golden.mjs and fuzz.mjs build their cases of.
// A level is one kustomization: `k` are its fields, `put` writes a file beside it.
import { stringify } from 'yaml'

const api = 'image.toolkit.fluxcd.io/v1'

/** A repeatable source of choices (mulberry32). */
export function choices(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = n => Math.floor(next() * n)
  return { below, pick: list => list[below(list.length)], chance: p => next() < p }
}

/** A folder with a kustomization, as yet empty. */
export function level(files, folder, world = { namespace: '' }) {
  return {
    folder,
    world,
    k: {},
    name: 'kustomization.yaml',
    files,
    serial: 0,
    put(name, text) {
      files[join(folder, name)] = text
      return name
    },
    add(field, ...items) {
      this.k[field] = [...(this.k[field] ?? []), ...items]
    },
    fresh(stem) {
      this.serial++
      return `${stem}${this.serial}`
    },
  }
}

function join(folder, name) {
  return folder === '' ? name : `${folder}/${name}`
}

/** Writes a level's kustomization file. */
export function close(one) {
  const { k, files, folder, name } = one
  files[join(folder, name)] = typeof k === 'string' ? k : stringify(k, { lineWidth: 0 })
}

const names = ['web', 'api', 'db']

/** The resources that all features work on. Written in the ways that people write them. */
export function putResources(one, r) {
  one.world.namespace = r.pick([
    '',
    '',
    '  namespace: apps\n',
    '  namespace: "apps"\n',
    '  namespace: default\n',
  ])
  const { namespace } = one.world
  one.put(
    'repositories.yaml',
    names
      .map(
        (name, i) => `apiVersion: ${api}
kind: ImageRepository
metadata:
  name: ${name}
${namespace}${r.pick(['', '  labels: {team: red}\n', '  labels:\n    team: "blue"\n    tier: back\n'])}spec:
  image: ghcr.io/acme/${name}
  interval: ${r.pick(['5m', '"5m"', "'1h'"])}
${r.pick(['', '  exclusionList: ["^.*\\\\.sig$", rc]\n', '  exclusionList:\n  - a\n  - b\n', '  secretRef:\n    name: regcred\n'])}${r.pick(['', '  suspend: false\n', '  insecure: "true"\n', '  timeout:\n', '  timeout: null\n', '  timeout: ~\n'])}${i === 0 ? '' : ''}`,
      )
      .join('---\n'),
  )
  for (const name of names) {
    one.put(
      `${name}.yaml`,
      `${r.pick(['', '---\n', '# a policy\n'])}apiVersion: ${api}
kind: ImagePolicy
metadata:
  name: ${r.pick([name, name, `"${name}"`])}
${namespace}${r.pick(['', `  annotations: {env: prod, app/${name}: "1"}\n`, '  annotations:\n    env: dev\n    n: 5\n', '  annotations: {}\n'])}${r.pick(['', '  labels:\n    team: red\n', '  labels: {team: blue, size: 3}\n'])}spec:
  imageRepositoryRef:
    name: ${name}
${r.pick(['  policy:\n    semver:\n      range: ">=1.0.0"\n', '  policy: {semver: {range: 1.x}}\n', '  policy:\n    numerical:\n      order: asc\n', '', '  policy:\n    semver:\n      range: 1.0\n'])}${r.pick(['', '  filterTags:\n    pattern: "^v(?P<v>.*)$"\n    extract: $v\n', '  filterTags: {pattern: a, extract: }\n'])}`,
    )
  }
  one.put(
    'automation.yaml',
    `apiVersion: ${api}
kind: ImageUpdateAutomation
metadata:
  name: all
${namespace}spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    commit:
      author: {email: bot@example.com}
      messageTemplate: |
        Update

        {{ range .Changed.Changes }}{{ .NewValue }}{{ end }}
    push:
      branch: main
  update:
    path: ./apps
    strategy: Setters
`,
  )
  one.put(
    'others.yaml',
    `apiVersion: v1
kind: Namespace
metadata:
  name: apps
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
${namespace}data:
  range: ">=2.0.0"
  image: ghcr.io/acme/web:1.2.3
  count: "7"
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
${namespace}  labels: {app: web}
spec:
  template:
    spec:
      containers:
      - name: web
        image: ghcr.io/acme/web:1.0.0
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: viewer
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
${namespace}spec:
  interval: 1m
  url: https://example.com/fleet
`,
  )
  one.add(
    'resources',
    'repositories.yaml',
    ...names.map(name => `${name}.yaml`),
    'automation.yaml',
    'others.yaml',
  )
}

const selectTarget = r =>
  r.pick([
    { kind: 'ImagePolicy' },
    { kind: 'ImagePolicy', name: r.pick(names) },
    { kind: 'ImageRepository' },
    { group: 'image.toolkit.fluxcd.io', version: 'v1', kind: 'Image.*' },
  ])

const merge = (r, more = '') => `apiVersion: ${r.pick([api, 'v1', 'image.toolkit.fluxcd.io/v1beta2'])}
kind: ${r.pick(['ImagePolicy', 'ImageRepository', 'Any'])}
metadata:
  name: ${r.pick(['any', '"any"', ...names])}
${more}spec:
  interval: ${r.pick(['10m', '"10m"', '5', '"5"', 'null', 'true'])}
${r.pick(['', '  provider: aws\n', '  suspend: true\n', '  suspend: "yes"\n', '  policy:\n    semver:\n      range: 2.x\n', '  policy: null\n', '  filterTags:\n    pattern: x\n    new: {a: null, b: {$patch: delete}, c: [1, null]}\n'])}`

/** A patch of one object by its name. */
const namedMerge = (name, body) => `apiVersion: ${api}
kind: ImagePolicy
metadata:
  name: ${name}
${body}`

/** The same with, most often, the namespace that the object has. */
const patchOf = (one, r, name, body) => namedMerge(name, r.chance(0.9) ? one.world.namespace + body : body)

const operations = r =>
  r.pick([
    [{ op: 'add', path: '/spec/interval', value: r.pick(['10m', 5, '5', true, null, 1000000]) }],
    [{ op: 'replace', path: '/spec/imageRepositoryRef', value: { name: 'other', namespace: 'x' } }],
    [{ op: 'add', path: '/metadata/labels', value: { patched: 'yes' } }],
    [{ op: 'add', path: '/metadata/annotations/patched', value: '1' }],
    [
      { op: 'add', path: '/spec/exclusionList', value: ['a', 'b'] },
      { op: 'add', path: '/spec/exclusionList/-', value: 'c' },
      { op: 'add', path: '/spec/exclusionList/0', value: 'd' },
      { op: 'remove', path: '/spec/exclusionList/-1' },
    ],
    [
      { op: 'copy', from: '/metadata/name', path: '/spec/copied' },
      { op: 'test', path: '/spec/copied', value: 'web' },
    ],
    [
      { op: 'move', from: '/spec/imageRepositoryRef', path: '/spec/moved' },
      { op: 'add', path: '/spec/a~1b', value: { c: [] } },
    ],
    [{ op: 'remove', path: '/spec/interval' }],
    [{ op: 'replace', path: '/metadata/name', value: 'renamed' }],
    [{ op: 'add', path: '/spec/range', value: '>=1.0, <2' }],
  ])

const jsonText = (r, list) => r.pick([JSON.stringify(list), stringify(list), JSON.stringify(list, null, 2)])

const pathOrInline = (one, r, stem, text) =>
  r.chance(0.5) ? { patch: text } : { path: one.put(`${one.fresh(stem)}.yaml`, text) }

/** Every feature by its name: what it adds to a level. `r` decides between its forms. */
export const features = {
  'resources: file': (one, r) => {
    const name = one.fresh('extra')
    one.put(`${name}.yaml`, `${namedMerge(name, `spec: {imageRepositoryRef: {name: ${r.pick(names)}}}\n`)}`)
    one.add('resources', r.pick([`${name}.yaml`, `./${name}.yaml`]))
  },
  'resources: folder': (one, r) => {
    const name = one.fresh('part')
    const inner = level(one.files, join(one.folder, name), one.world)
    inner.put('p.yaml', namedMerge(name, 'spec: {imageRepositoryRef: {name: web}}\n'))
    inner.add('resources', 'p.yaml')
    if (r.chance(0.6)) inner.k.namespace = r.pick(['inner', 'apps'])
    if (r.chance(0.3)) inner.k.namePrefix = 'in-'
    close(inner)
    one.add('resources', r.pick([name, `./${name}`, `${name}/`]))
  },
  bases: (one, r) => {
    const name = one.fresh('base')
    const inner = level(one.files, join(one.folder, name), one.world)
    inner.put('p.yaml', namedMerge(name, `spec: {imageRepositoryRef: {name: ${r.pick(names)}}}\n`))
    inner.add('resources', 'p.yaml')
    close(inner)
    one.add('bases', `./${name}`)
  },
  components: (one, r) => {
    const name = one.fresh('component')
    const inner = level(one.files, join(one.folder, name), one.world)
    inner.k.apiVersion = 'kustomize.config.k8s.io/v1alpha1'
    inner.k.kind = 'Component'
    if (r.chance(0.6))
      features[r.pick(['patches: merge', 'namePrefix', 'commonAnnotations', 'labels'])](inner, r)
    if (r.chance(0.4)) features['resources: file'](inner, r)
    if (r.chance(0.3)) inner.k.namespace = 'of-component'
    close(inner)
    one.add('components', name)
  },
  'file name': (one, r) => {
    one.name = r.pick(['kustomization.yml', 'Kustomization'])
  },
  namespace: (one, r) => {
    one.k.namespace = r.pick(['prod', 'prod', 'apps', 'default', '123'])
  },
  namePrefix: (one, r) => {
    one.k.namePrefix = r.pick(['eu-', 'x', '1-'])
  },
  nameSuffix: (one, r) => {
    one.k.nameSuffix = r.pick(['-eu', '1', '-v2'])
  },
  'patches: merge': (one, r) => {
    one.add('patches', { ...pathOrInline(one, r, 'merge', merge(r)), target: selectTarget(r) })
  },
  'patches: merge by name': (one, r) => {
    const body = r.pick(['spec: {interval: 1h}\n', 'spec:\n  policy: {numerical: {order: desc}}\n'])
    const name = r.pick(names)
    one.add('patches', pathOrInline(one, r, 'named', patchOf(one, r, name, body)))
  },
  'patches: several documents': (one, r) => {
    const text = names
      .map(name => patchOf(one, r, name, `spec: {interval: ${r.pick(['1m', '"2"', '3'])}}\n`))
      .join('---\n')
    one.add('patches', pathOrInline(one, r, 'several', text))
  },
  'patches: JSON 6902': (one, r) => {
    one.add('patches', {
      ...pathOrInline(one, r, 'json', jsonText(r, operations(r))),
      target: selectTarget(r),
    })
  },
  'target: group, version, kind': (one, r) => {
    const target = r.pick([
      { group: 'image.toolkit.fluxcd.io' },
      { version: 'v1', kind: 'ImagePolicy|ImageRepository' },
      { group: 'image.*', kind: 'ImagePol' },
      { version: 'v[12]', kind: 'ImageUpdateAutomation' },
      { group: 'image', version: 'v1' },
    ])
    one.add('patches', { patch: '[{"op":"add","path":"/spec/byKind","value":"a"}]', target })
  },
  'target: name': (one, r) => {
    const target = {
      kind: 'Image.*',
      name: r.pick(['w.b', 'we', 'web|api', '.*b', 'x?-?web.*', 'eu-web', '(web)']),
    }
    one.add('patches', { patch: '[{"op":"add","path":"/spec/byName","value":"b"}]', target })
  },
  'target: namespace': (one, r) => {
    const target = { kind: 'ImagePolicy', namespace: r.pick(['apps', 'default', 'prod', 'ap', 'p.*', '.*']) }
    one.add('patches', { ...pathOrInline(one, r, 'ns', merge(r)), target })
  },
  'target: labelSelector': (one, r) => {
    const labelSelector = r.pick([
      'team=red',
      'team!=red',
      'team in (red,blue)',
      'team,!tier',
      'team==blue',
      'size>2',
    ])
    one.add('patches', {
      ...pathOrInline(one, r, 'label', merge(r)),
      target: { kind: 'Image.*', labelSelector },
    })
  },
  'target: annotationSelector': (one, r) => {
    const annotationSelector = r.pick([
      'env=prod',
      'env!=prod',
      'env notin (dev)',
      'env,n',
      '!env',
      'env==dev,n!=6',
      'env != prod, n',
    ])
    one.add('patches', {
      ...pathOrInline(one, r, 'note', merge(r)),
      target: { kind: 'ImagePolicy', annotationSelector },
    })
  },
  'options: allowNameChange': (one, r) => {
    const patch = namedMerge('renamed', 'spec: {renamed: true}\n')
    one.add('patches', {
      patch,
      target: { kind: 'ImagePolicy', name: r.pick(names) },
      options: { allowNameChange: true },
    })
  },
  'options: allowKindChange': (one, r) => {
    const patch = `apiVersion: ${api}\nkind: ImageOther\nmetadata: {name: any}\nspec: {rekinded: true}\n`
    one.add('patches', {
      patch,
      target: { kind: 'ImagePolicy', name: r.pick(names) },
      options: { allowKindChange: true },
    })
  },
  patchesStrategicMerge: (one, r) => {
    const text = patchOf(
      one,
      r,
      r.pick(names),
      r.pick(['spec: {interval: 3h}\n', '  labels: {a: null, team: x}\nspec: {}\n']),
    )
    one.add('patchesStrategicMerge', r.chance(0.5) ? text : one.put(`${one.fresh('strategic')}.yaml`, text))
  },
  patchesJson6902: (one, r) => {
    const target = {
      group: 'image.toolkit.fluxcd.io',
      version: 'v1',
      kind: 'ImagePolicy',
      name: r.pick(names),
    }
    one.add('patchesJson6902', { ...pathOrInline(one, r, 'ops', jsonText(r, operations(r))), target })
  },
  '$patch: delete': (one, r) => {
    const name = r.pick(names)
    const body = r.pick([
      '$patch: delete\n',
      'spec:\n  policy: {$patch: delete}\n',
      '  annotations: {$patch: delete}\n',
    ])
    const target = { kind: 'ImagePolicy', name }
    one.add(
      'patches',
      r.chance(0.5) ? { patch: patchOf(one, r, name, body) } : { patch: namedMerge(name, body), target },
    )
  },
  '$patch: replace': (one, r) => {
    const body = r.pick([
      'spec:\n  $patch: replace\n  only: 1\n',
      'spec:\n  policy: {$patch: replace, alphabetical: {}}\n',
      'spec:\n  exclusionList:\n  - $patch: replace\n  - z\n',
    ])
    one.add('patches', { patch: namedMerge('any', body), target: { kind: 'ImagePolicy' } })
  },
  '$patch: merge': (one, r) => {
    const body = r.pick([
      'spec: {$patch: merge, merged: {$patch: merge, a: 1}}\n',
      '$patch: merge\nspec: {a: b}\n',
    ])
    one.add('patches', { patch: patchOf(one, r, r.pick(names), body) })
  },
  'null in a patch': (one, r) => {
    const body = r.pick([
      'spec: {policy: null, filterTags: ~}\n',
      '  labels: {team: null}\n  annotations: {env: null}\nspec: {imageRepositoryRef: null}\n',
      '  labels: null\n  annotations: null\nspec: {policy: {semver: null}}\n',
    ])
    const patch = patchOf(one, r, r.pick(names), body)
    one.add('patches', r.chance(0.5) ? { patch } : { patch, target: { kind: 'ImagePolicy' } })
  },
  'list in a patch': (one, r) => {
    const body = r.pick([
      'spec: {exclusionList: [x, {a: null}]}\n',
      'spec:\n  exclusionList: []\n',
      'spec: {exclusionList: null}\n',
    ])
    one.add('patches', { patch: namedMerge('any', body), target: { kind: 'ImageRepository' } })
  },
  commonLabels: (one, r) => {
    one.k.commonLabels = r.pick([{ owner: 'core' }, { team: 'green', size: '5' }])
  },
  labels: (one, r) => {
    one.add('labels', {
      pairs: { [one.fresh('l')]: 'x', team: r.pick(['of-labels', 'other', 'third']) },
      ...r.pick([{}, { includeSelectors: true }, { includeTemplates: true }]),
    })
  },
  'labels: fields': (one, r) => {
    one.add('labels', {
      pairs: { fielded: 'x' },
      fields: r.pick([
        [{ path: 'spec/extra', create: true, kind: 'ImagePolicy' }],
        [{ path: 'metadata/labels', create: true, kind: 'ImageRepository' }],
        [{ path: 'spec/imageRepositoryRef', group: 'image.toolkit.fluxcd.io' }],
      ]),
    })
  },
  commonAnnotations: (one, r) => {
    one.k.commonAnnotations = r.pick([{ owner: 'core' }, { env: 'stage', size: '7' }])
  },
  replacements: (one, r) => {
    const replacement = {
      source: {
        kind: 'ConfigMap',
        name: 'settings',
        fieldPath: r.pick(['data.range', 'data.count', 'data.[range']),
      },
      targets: [
        {
          select: r.pick([
            { kind: 'ImagePolicy' },
            { kind: 'ImagePolicy', name: 'web' },
            { group: 'image.toolkit.fluxcd.io', kind: 'ImagePolicy' },
          ]),
          fieldPaths: [
            r.pick(['spec.policy.semver.range', 'spec.extra.range', 'metadata.annotations.[acme.io/range]']),
          ],
          options: { create: true },
        },
      ],
    }
    if (r.chance(0.3))
      replacement.targets[0].reject = [r.pick([{ name: 'db' }, { labelSelector: 'team=red' }])]
    if (r.chance(0.5)) one.add('replacements', replacement)
    else
      one.add('replacements', {
        path: one.put(`${one.fresh('replacement')}.yaml`, stringify(r.pick([replacement, [replacement]]))),
      })
  },
  'replacements: delimiter': (one, r) => {
    one.add('replacements', {
      source: {
        kind: 'ConfigMap',
        name: 'settings',
        fieldPath: 'data.image',
        options: { delimiter: ':', index: r.below(2) },
      },
      targets: [
        {
          select: { kind: 'ImageRepository' },
          fieldPaths: ['spec.image'],
          options: { delimiter: '/', index: r.pick([-1, 0, 1, 9]) },
        },
      ],
    })
  },
  configMapGenerator: (one, r) => {
    const name = one.fresh('generated')
    one.put(`${name}.env`, '# vars\nA=1\n\nB= two \nC\n')
    one.put(`${name}.txt`, 'some text\n<&>\n')
    one.add('configMapGenerator', {
      name,
      ...r.pick([
        { literals: ['a=b', 'c="d e"'] },
        { envs: [`${name}.env`] },
        { files: [`${name}.txt`, `k=${name}.env`] },
        {},
      ]),
      ...r.pick([
        {},
        { options: { disableNameSuffixHash: true, labels: { g: '1' } } },
        { namespace: 'apps' },
      ]),
    })
    if (r.chance(0.2)) one.k.generatorOptions = { disableNameSuffixHash: true, annotations: { all: 'y' } }
  },
  'configMapGenerator: behavior': (one, r) => {
    one.add('configMapGenerator', {
      name: 'settings',
      behavior: r.pick(['merge', 'replace', 'merge']),
      literals: ['range=3.x', 'new=1'],
      ...r.pick([{}, { namespace: 'apps' }, { options: { disableNameSuffixHash: true } }]),
    })
  },
  secretGenerator: (one, r) => {
    one.add('secretGenerator', {
      name: one.fresh('secret'),
      literals: ['p=q', `long=${'é'.repeat(50)}`],
      ...r.pick([{}, { type: 'x' }]),
    })
  },
  images: one => {
    one.add('images', { name: 'ghcr.io/acme/web', newTag: '9.9.9' })
  },
  nameReference: (one, r) => {
    const name = one.fresh('references')
    one.put(
      `${name}.yaml`,
      stringify({
        nameReference: [
          {
            kind: 'ImageRepository',
            fieldSpecs: [
              {
                path: r.pick(['spec/imageRepositoryRef/name', 'spec/imageRepositoryRef']),
                kind: 'ImagePolicy',
              },
            ],
          },
          {
            kind: 'ConfigMap',
            version: 'v1',
            fieldSpecs: [{ path: 'spec/imageRepositoryRef/name', kind: 'ImagePolicy' }],
          },
        ].slice(0, r.below(2) + 1),
      }),
    )
    one.add('configurations', `${name}.yaml`)
  },
  configurations: (one, r) => {
    const name = one.fresh('configuration')
    one.put(
      `${name}.yaml`,
      stringify(
        r.pick([
          { namePrefix: [{ path: 'spec/imageRepositoryRef/name', kind: 'ImagePolicy' }] },
          { commonAnnotations: [{ path: 'spec/notes', kind: 'ImageRepository', create: true }] },
          { commonLabels: [{ path: 'spec/labels', group: 'image.toolkit.fluxcd.io', create: true }] },
          { namespace: [{ path: 'spec/imageRepositoryRef/namespace', kind: 'ImagePolicy', create: true }] },
        ]),
      ),
    )
    one.add('configurations', `${name}.yaml`)
  },
  'YAML types': (one, r) => {
    const name = one.fresh('types')
    const scalars = [
      '010',
      '0o10',
      '0x1f',
      '1_000',
      'yes',
      'on',
      '~',
      '1e3',
      '.5',
      '1.0',
      '2020-01-02',
      '2020-01-02T03:04:05Z',
      '1:30',
      "'5'",
      '!!str 5',
      '!!int "7"',
      '.inf.',
      '-0',
      '+1',
      '0b11',
      '08',
      '12e03',
      '9007199254740993',
      'True',
      'NULL',
      '""',
      '<<x',
    ]
    const fields = Array.from({ length: 8 }, (_, i) => `  f${i}: ${r.pick(scalars)}\n`).join('')
    one.put(
      `${name}.yaml`,
      namedMerge(
        name,
        `spec:\n${fields}  flow: {a: , b: ${r.pick(scalars)}, c: [${r.pick(scalars)}, ]}\n  text: |\n    a\n    b\n  folded: >-\n    c\n    d\n`,
      ),
    )
    one.add('resources', `${name}.yaml`)
    if (r.chance(0.4)) {
      const patch = namedMerge(
        'any',
        `spec:\n  f0: ${r.pick(scalars)}\n  f1: ${r.pick(scalars)}\n  g: ${r.pick(scalars)}\n`,
      )
      one.add('patches', { patch, target: { kind: 'ImagePolicy', name } })
    }
    if (r.chance(0.4)) {
      const patch = `- {op: add, path: /spec/f2, value: ${r.pick(scalars)}}\n- {op: add, path: /spec/j, value: ${r.pick(scalars)}}\n`
      one.add('patches', { patch, target: { kind: 'ImagePolicy', name } })
    }
  },
  'anchors and merge keys': (one, r) => {
    const name = one.fresh('anchored')
    one.put(
      `${name}.yaml`,
      namedMerge(
        name,
        `spec:\n  a: &a {x: 1, y: ${r.pick(['2', 'null', 'yes'])}}\n  b: *a\n  c: {<<: *a, y: 3}\n  d: &d\n    <<: *a\n    z: &z [1, 2]\n  e: {<<: [*a, *d], x: 9}\n  f: *z\n`,
      ),
    )
    one.add('resources', `${name}.yaml`)
  },
  'kind: List': (one, r) => {
    const name = one.fresh('list')
    const item = i => ({
      apiVersion: api,
      kind: 'ImagePolicy',
      metadata: { name: `${name}-${i}` },
      spec: { n: i, s: 'x' },
    })
    const list = { apiVersion: 'v1', kind: r.pick(['List', 'ImagePolicyList']), items: [item(1), item(2)] }
    one.put(`${name}.yaml`, stringify(list))
    one.add('resources', `${name}.yaml`)
  },
  'local-config': (one, r) => {
    const name = one.fresh('local')
    const value = r.pick(['"true"', '"false"', 'x'])
    one.put(
      `${name}.yaml`,
      namedMerge(name, `  annotations: {config.kubernetes.io/local-config: ${value}}\nspec: {}\n`),
    )
    one.add('resources', `${name}.yaml`)
  },
  'outside the root': (one, r) => {
    const name = one.fresh('outside')
    const folder = `${one.folder.replaceAll('/', '-')}-leaves`
    one.files[join(folder, `${name}.yaml`)] = namedMerge(
      name,
      `spec: {imageRepositoryRef: {name: ${r.pick(names)}}}\n`,
    )
    one.add('resources', `${'../'.repeat(one.folder.split('/').length)}${folder}/${name}.yaml`)
  },
  replicas: one => {
    one.add('replicas', { name: 'web', count: 3 })
  },
  invalid: (one, r) => {
    r.pick([
      () => one.add('resources', 'nowhere.yaml'),
      () => one.add('resources', 'web.yaml'),
      () => one.add('patches', { patch: namedMerge('nobody', 'spec: {}\n') }),
      () => one.add('resources', `../${one.folder.split('/').at(-1)}`),
      () => (one.k.unknownField = true),
      () => (one.k.namespace = 5),
      () => one.add('components', 'nowhere'),
      () =>
        one.add('patches', {
          patch: '[{"op":"remove","path":"/spec/nothing"}]',
          target: { kind: 'ImagePolicy' },
        }),
      () => one.add('patches', { patch: namedMerge('any', 'spec: [1]\n'), target: { kind: 'ImagePolicy' } }),
      () =>
        one.add('patches', { patch: namedMerge('any', 'spec: {}\n'), target: { labelSelector: 'a in b' } }),
      () => one.add('patches', { patch: namedMerge('any', 'spec: {}\n'), target: { name: '(' } }),
    ])()
  },
}
