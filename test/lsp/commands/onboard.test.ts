import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type {
  CandidateAnswer,
  OnboardAnswer,
  OnboardPlan,
  UpdatesAnswer,
} from '../../../server/src/lsp/protocol.ts'
import { opened, shop } from '../commit-shop.ts'

/** `fluxmark.onboard` and what leads to it: an action, the list, the row of the Updates view, the preview. */

const pod = (image: string) => `kind: Pod
spec:
  containers:
    - name: one
      image: ${image}
`

test('an image without a marker is listed, previewed and automated in one edit that makes a file', async t => {
  const { root, read } = shop(t)
  const [, host = ''] = /image: (.*)\/web:/.exec(read('web.yaml')) ?? []
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  write('apps/one.yaml', pod(`${host}/tool:1.0.0`))
  write('apps/two.yaml', pod(`${host}/tool:1.0.0`))
  write('apps/chart/Chart.yaml', 'name: other\n')
  write('apps/chart/values.yaml', `image: ${host}/other:1.0.0\n`)
  const { run, edits, client } = await opened(t, [root], {}, () => {}, {
    capabilities: { workspaceEdit: { resourceOperations: ['create'] } },
  })
  const uri = pathToFileURL(join(root, 'apps/one.yaml')).href
  const text = pod(`${host}/tool:1.0.0`)
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })

  const listed = await run<readonly CandidateAnswer[]>('fluxmark.candidates', { uri, line: 5 })
  assert.deepEqual(
    listed.map(({ image, path, line, isHere }) => [image.replace(host, ''), path, line, isHere]),
    [
      ['/tool:1.0.0', 'apps/one.yaml', 5, true],
      ['/tool:1.0.0', 'apps/two.yaml', 5, false],
    ],
  )
  const { rows } = await run<UpdatesAnswer>('fluxmark.updates', { ages: true })
  const last = rows.at(-1)
  assert.deepEqual(
    [last?.kind, last?.label, last?.children.length],
    ['candidates', '2 images are not automated', 2],
  )

  const actions = await client.request<readonly { title: string; command?: { command: string } }[]>(
    'textDocument/codeAction',
    {
      textDocument: { uri },
      range: { start: { line: 4, character: 14 }, end: { line: 4, character: 14 } },
      context: { diagnostics: [] },
    },
  )
  const action = actions.find(({ title }) => title === 'Automate this image…')
  assert.equal(action?.command?.command, 'fluxmark.onboard')

  // The registry lists no tags of it: nothing is proposed, and why is said.
  const nothing = await run<OnboardPlan>('fluxmark.planOnboarding', { uri, line: 5 })
  assert.deepEqual([nothing.sure, nothing.places, nothing.files], [false, 2, []])
  const { problem } = await run<{ problem: string }>('fluxmark.onboard', { uri, line: 5 })
  assert.match(problem, /^The tags of .*\/tool are not known: .* does not exist on /)
  assert.equal(edits.length, 0)
})

test('a proposal shows what it selects now and next, and makes files that are not there', async t => {
  const { root, read } = shop(t)
  const [, host = ''] = /image: (.*)\/web:/.exec(read('web.yaml')) ?? []
  const path = join(root, 'apps/one.yaml')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, pod(`${host}/api:2.0.0`))
  const documents = read('flux/image.yaml').split('---\n')
  writeFileSync(
    join(root, 'flux/image.yaml'),
    documents.filter(one => !/name: api\b/.test(one)).join('---\n'),
  )
  const { run, edits } = await opened(t, [root], {}, () => {}, {
    capabilities: { workspaceEdit: { resourceOperations: ['create'] } },
  })
  const uri = pathToFileURL(path).href
  const plan = await run<OnboardPlan>('fluxmark.planOnboarding', { uri, line: 5, folder: 'new' })
  assert.equal(plan.sure, true, plan.why)
  assert.equal(plan.selects, '2.1.0')
  assert.deepEqual(
    plan.next.map(({ step, tag, selects }) => [step, tag, selects]),
    [
      ['patch', '2.1.1', '2.1.1'],
      ['minor', '2.2.0', '2.2.0'],
      ['major', '3.0.0', '2.1.0'],
    ],
  )
  assert.match(plan.text, /after the next major, 3\.0\.0 +2\.1\.0 as before/)
  assert.equal(edits.length, 0)
  const done = await run<OnboardAnswer>('fluxmark.onboard', { uri, line: 5, folder: 'new' })
  assert.equal(done.files, plan.files.length)
  assert.equal(edits.length, 1)
  const after = plan.files.find(one => one.path === 'apps/one.yaml')?.after ?? ''
  assert.ok(after.includes(`api:2.0.0 # {"$imagepolicy": "${done.policy}"}`), after)
  const made = plan.files.find(({ before }) => before === undefined)
  const [create] = edits[0]?.documentChanges ?? []
  assert.deepEqual(create, { kind: 'create', uri: made?.uri, options: { overwrite: false } })
})
