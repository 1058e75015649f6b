import assert from 'node:assert/strict'
import { test } from 'node:test'
import { effectiveResources } from '../../server/src/kustomize/build/effective-resources.ts'
import type { KustomizeVersion } from '../../server/src/kustomize/build/workspace-files.ts'
import { fixture } from '../fixture.ts'
import { filesOf } from './memory-files.ts'

/** A ConfigMap `source` with `v: new`, two targets, and one replacement with these targets. */
function filesWith(targets: string, text = ''): Record<string, string> {
  const configMap = (name: string, data: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata:\n${data}`
  return {
    'all.yaml': [
      configMap('source', '  v: new\n'),
      configMap('web-1', '  v: old\n'),
      configMap('web-2', `  v: old\n${text}`),
    ].join('---\n'),
    'kustomization.yaml': `resources: [all.yaml]\nreplacements:\n- source: {kind: ConfigMap, name: source, fieldPath: data.v}\n  targets:\n${targets}`,
  }
}

function dataOf(files: Record<string, string>, kustomize: KustomizeVersion): unknown {
  const root = effectiveResources(filesOf(files, new Map(), kustomize)).roots.get('')
  if (root?.problems[0]) return root.problems[0].message
  return root?.resources.slice(1).map(({ content }) => (JSON.parse(content) as { data: unknown }).data)
}

test('names of targets are patterns from kustomize 5.8 on', () => {
  const files = filesWith('  - select: {kind: ConfigMap, name: web-.*}\n    fieldPaths: [data.v]\n')
  assert.deepEqual(dataOf(files, '5.5'), [{ v: 'old' }, { v: 'old' }])
  assert.deepEqual(dataOf(files, '5.8'), [{ v: 'new' }, { v: 'new' }])
  const rejecting = filesWith(
    '  - select: {kind: ConfigMap, name: web-.*}\n    reject: [{name: .*-2}]\n    fieldPaths: [data.v]\n',
  )
  assert.deepEqual(dataOf(rejecting, '5.8'), [{ v: 'new' }, { v: 'old' }])
  const broken = filesWith('  - select: {kind: ConfigMap, name: "web-("}\n    fieldPaths: [data.v]\n')
  assert.match(String(dataOf(broken, '5.8')), /^error parsing regexp: missing closing \)/)
})

test('paths lead into the YAML and JSON within texts from kustomize 5.8 on', () => {
  const target = (path: string) =>
    `  - select: {kind: ConfigMap, name: web-2}\n    fieldPaths: ['data.${path}']\n`
  const yaml = filesWith(target('inner.a.b'), '  inner: |\n    # kept\n    a: {b: old, c: 1}\n')
  assert.match(String(dataOf(yaml, '5.5')), /^wrong node kind|^unable to find/)
  assert.deepEqual(dataOf(yaml, '5.8'), [{ v: 'old' }, { v: 'old', inner: '# kept\na: {b: new, c: 1}' }])
  const json = filesWith(target('inner.b'), '  inner: \'{"b": "old", "a": "<"}\'\n')
  assert.deepEqual(dataOf(json, '5.8'), [{ v: 'old' }, { v: 'old', inner: '{"a":"\\u003c","b":"new"}' }])
})

test('the Flux that is installed decides which kustomize counts', () => {
  const kustomization = filesWith('  - select: {kind: ConfigMap, name: web-.*}\n    fieldPaths: [data.v]\n')
  const files = Object.entries(kustomization).map(([path, text]) => `#- ${path}\n${text}`)
  for (const [installed, value] of [
    ['# Flux Version: v2.6.4', 'old'],
    ['# Flux Version: v2.8.0', 'new'],
    ['', 'new'],
  ]) {
    const { snapshot } = fixture(
      `#- gotk-components.yaml\n${installed}\n${files.join('')}#- policy apps:web ghcr.io/acme/web semver 1.x\n`,
    )
    const contents = snapshot.effective.roots.get('')?.resources.map(({ content }) => content) ?? []
    assert.match(contents[1] ?? '', new RegExp(`"v":"${value}"`), installed)
  }
})
