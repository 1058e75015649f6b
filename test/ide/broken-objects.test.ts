import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { fixture, settledAfter } from '../fixture.ts'

/** `code: message` of every finding of a workspace but `outdated`. */
function found(source: string): readonly string[] {
  const { snapshot } = fixture(source)
  return [...snapshot.files.keys()].flatMap(path =>
    diagnostics(snapshot, path).map(({ code, message }) => `${code}: ${message}`),
  )
}

const codes = (source: string) => found(source).map(line => line.split(':')[0])

const spec = 'spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}\n'
const named = 'metadata: {name: web, namespace: apps}\n'

test('a patch may leave out what its object has', () => {
  const repository =
    'apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageRepository\nmetadata: {name: web, namespace: apps}\nspec: {image: ghcr.io/acme/web, interval: 5m}\n'
  const patch = `kind: ImageRepository\n${named}spec: {image: ghcr.io/acme/other}\n`
  const files = `#- base.yaml\n${repository}#- patch.yaml\n${patch}`
  const kustomization = '#- kustomization.yaml\nresources: [base.yaml]\npatches: [{path: patch.yaml}]\n'
  assert.ok(!codes(files + kustomization).includes('object-identity'))
  assert.ok(codes(files).includes('object-identity'))
})

test('what is missing is added where it belongs', () => {
  for (const [text, code, expected] of [
    [
      `kind: ImagePolicy\n${named}${spec}`,
      'object-identity',
      /^apiVersion: image\.toolkit\.fluxcd\.io\/v1\nkind/,
    ],
    [
      `apiVersion: image.toolkit.fluxcd.io/v1\n${named}${spec}`,
      'object-identity',
      /^kind: ImagePolicy\napiVersion/,
    ],
    [
      `apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata:\n  name: web\n  spec:\n    policy: {}\n    # kept\n`,
      'object-spec-below-metadata',
      /\n {2}name: web\nspec:\n {2}policy: \{\}\n/,
    ],
  ] as const) {
    const { snapshot } = fixture(`#- policy.yaml\n${text}`)
    const finding = diagnostics(snapshot, 'policy.yaml').find(one => one.code === code)
    const [fix] = finding?.fixes ?? []
    assert.ok(fix, code)
    assert.match(settledAfter(snapshot, fix.edits).files.get('policy.yaml')?.text ?? '', expected)
  }
  const nameless = `#- policy.yaml\napiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata: {namespace: apps}\n${spec}`
  assert.match(found(nameless).join('\n'), /object-identity: metadata\.name is missing/)
})

test("other projects' kinds of the same names, and templates, are left alone", () => {
  for (const text of [
    `apiVersion: config.openshift.io/v1\nkind: ImagePolicy\n${named}`,
    `kind: ImagePolicy\n${named}spec: {scopes: [example.com]}\n`,
    `apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata: {name: {{ .Values.name }}}\n${spec}`,
    `# kind: ImagePolicy\na: [\n`,
    `kind: ImagePolicy\n<<<<<<< main\n${named}=======\n`,
  ]) {
    assert.deepEqual(
      codes(`#- x.yaml\n${text}`).filter(code => code?.startsWith('object-')),
      [],
      text,
    )
  }
})

test('a policy that is there and broken is not one to create', () => {
  const marker = '#- web.yaml\nimage: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n'
  const other = '#- policy apps:other ghcr.io/acme/other semver 1.x\n'
  for (const broken of [
    `kind: ImagePolicy\n${named}${spec}`,
    `apiVersion: image.toolkit.fluxed.io/v1\nkind: ImagePolicy\n${named}${spec}`,
    `apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata:\n  name: web\nspec:\n  policy:\n   x: 1\n  y: "\\d"\n`,
  ]) {
    const all = found(`${other}${marker}#- policy.yaml\n${broken}`).join('\n')
    assert.match(all, /Whether ImagePolicy apps:web exists is not known: policy\.yaml/)
    assert.doesNotMatch(all, /create the policy/)
  }
})

test('a field one level too deep, or too high, is moved by its fix', () => {
  const head = (kind: string) => `apiVersion: image.toolkit.fluxcd.io/v1\nkind: ${kind}\n${named}spec:\n`
  for (const [text, title, expected] of [
    [
      `${head('ImagePolicy')}  imageRepositoryRef:\n    name: web\n    policy:\n      # which\n      semver: {range: 1.x}\n`,
      'Move to spec.policy',
      '  imageRepositoryRef:\n    name: web\n  policy:\n    # which\n    semver: {range: 1.x}\n',
    ],
    [
      `${head('ImageUpdateAutomation')}  git:\n    commit: {}\n  push:\n    branch: x\n  interval: 5m\n`,
      'Move to spec.git.push',
      '  git:\n    commit: {}\n    push:\n      branch: x\n  interval: 5m\n',
    ],
  ] as const) {
    const { snapshot } = fixture(`#- a.yaml\n${text}`)
    const finding = diagnostics(snapshot, 'a.yaml').find(({ code }) => code === 'schema-unknown-field')
    const fix = finding?.fixes.find(one => one.title === title)
    assert.ok(fix, `${finding?.message} ${finding?.fixes.map(one => one.title)}`)
    assert.match(finding?.message ?? '', /It belongs at/)
    const after = settledAfter(snapshot, fix.edits).files.get('a.yaml')?.text ?? ''
    assert.ok(after.includes(expected), after)
  }
})
