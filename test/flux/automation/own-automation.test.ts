import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixture } from '../../fixture.ts'

/** Whose repository an automation updates, where only the name of its source says so. */

const path = 'tests/auto.yaml'
const automation = `#- ${path}
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: flux-system}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: flux@acme.example}}}
  update: {path: ./test-cluster/web, strategy: Setters}
`
const source = (name: string) => `#- sources/${name}.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: ${name}, namespace: flux-system}
spec: {url: 'ssh://git@git.example.com/acme/${name}', interval: 5m, secretRef: {name: key}}
`
const severityOf = (files: string) =>
  diagnostics(fixture(files).snapshot, path)
    .filter(({ code }) => code === 'iua-path-missing')
    .map(({ severity }) => severity)

test('a missing path is an error where the source is in the workspace, or nothing speaks against it', () => {
  assert.deepEqual(severityOf(automation), ['error'])
  assert.deepEqual(severityOf(automation + source('flux-system') + source('charts')), ['error'])
})

test('a missing path may be one of another repository where the workspace has other sources only', () => {
  assert.deepEqual(severityOf(automation + source('charts')), ['information'])
})
