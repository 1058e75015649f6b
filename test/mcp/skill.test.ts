import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { shop } from '../cli/shop.ts'
import { assistant, type Told } from './assistant.ts'

const folder = join(import.meta.dirname, '../../../docs/assistant')
const page = (name: string) => readFileSync(join(folder, name), 'utf8')

test('the skill names every tool, and no page one that is not there', async t => {
  const { client } = await assistant(t)
  const tools = (await client.listTools()).tools.map(({ name }) => name)
  const [, table = ''] = page('SKILL.md').split('\n## What to call')
  const named = new Set([...table.matchAll(/`([a-z]+(?:_[a-z]+)*)`/g)].map(([, name = '']) => name))
  assert.deepEqual(
    tools.filter(name => !named.has(name)),
    [],
  )
  for (const name of readdirSync(folder)) {
    const snake = [...page(name).matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, word = '']) => word)
    assert.deepEqual(
      snake.filter(word => !tools.includes(word)),
      [],
      name,
    )
  }
})

test('what the skill says to write passes check', async t => {
  const { write, json, git } = shop(t)
  git('rm', '-rq', '.')
  const blocks = [...page('SKILL.md').matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```$/gm)]
  assert.equal(blocks.length, page('SKILL.md').split('```yaml\n').length - 1, 'each block names its file')
  for (const [, path = '', text = ''] of blocks) write(path, text)
  // What `flux bootstrap` has written.
  write('clusters/staging/flux-system/gotk-sync.yaml', bootstrap)
  const { answer } = await json('check', '--flux-version', '2.9', '--offline')
  assert.deepEqual(
    answer.diagnostics.filter((one: Told['answer']) => ['error', 'warning'].includes(one.severity)),
    [],
  )
  assert.ok(answer.summary.markers >= 2 && answer.summary.policies >= 3)
})

test('codes that the pages name are codes of check', async t => {
  const { call } = await assistant(t)
  const codes = new Set(
    [...page('coverage.md').matchAll(/`((?:repo|policy|marker|iua|suspend)-[a-z-]+)`/g)].map(
      ([, code]) => code,
    ),
  )
  for (const code of codes) assert.equal((await call('describe_diagnostic', { code })).isError, false, code)
})

const kustomization = (name: string, path: string) => `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec:
  interval: 10m
  path: ${path}
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
`
const bootstrap = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec:
  interval: 1m
  ref: {branch: main}
  secretRef: {name: flux-system}
  url: ssh://git@github.com/acme/fleet
${kustomization('flux-system', './clusters/staging')}${kustomization('image-automation', './image-automation')}`
