import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type {
  CandidateAnswer,
  OnboardAnswer,
  OnboardPlan,
  UpdatesAnswer,
} from '../../../server/src/lsp/protocol.ts'
import { shapes } from '../../cli/onboard/shapes.ts'
import { opened, shop } from '../commit-shop.ts'
import type { TextEdit } from '../editor.ts'

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

/** A step of an edit as LSP has it. */
interface DocumentChange {
  readonly kind?: string
  readonly uri?: string
  readonly options?: { readonly overwrite?: boolean }
  readonly textDocument?: { readonly uri: string }
  readonly edits?: readonly TextEdit[]
}

/** Documents to which one edit is applied, and undone as an editor does: by what each change has replaced alone. */
function undoable(onDisk: (uri: string) => string | undefined) {
  const texts = new Map<string, string | undefined>()
  const undoSteps: (() => void)[] = []
  const create = (uri: string) => {
    assert.equal(texts.get(uri) ?? onDisk(uri), undefined, `${uri} is there`)
    texts.set(uri, '')
    undoSteps.push(() => {
      assert.equal(texts.get(uri), '', `${uri} would lose its text`)
      texts.set(uri, undefined)
    })
  }
  const change = (uri: string, edits: readonly TextEdit[]) => {
    const before = TextDocument.create(uri, 'yaml', 1, texts.get(uri) ?? onDisk(uri) ?? assert.fail(uri))
    texts.set(uri, TextDocument.applyEdits(before, [...edits]))
    const places = edits
      .map(({ range, newText }) => ({ start: before.offsetAt(range.start), range, newText }))
      .toSorted((a, b) => a.start - b.start)
    let moved = 0
    const back = places.map(({ start, range, newText }) => {
      const oldText = before.getText(range)
      const at = start + moved
      moved += newText.length - oldText.length
      return { at, length: newText.length, oldText }
    })
    undoSteps.push(() => {
      const text = back
        .toReversed()
        .reduce(
          (all, { at, length, oldText }) => all.slice(0, at) + oldText + all.slice(at + length),
          texts.get(uri) ?? '',
        )
      texts.set(uri, text)
    })
  }
  return {
    texts: () => new Map(texts),
    apply(changes: readonly DocumentChange[]) {
      for (const { kind, uri, textDocument, edits = [] } of changes)
        if (kind === 'create') create(uri ?? '')
        else change(textDocument?.uri ?? '', edits)
    },
    undo() {
      for (const step of undoSteps.toReversed()) step()
    },
  }
}

test('one undo takes back every byte, whatever the shape of the manifest', async t => {
  const { root, read } = shop(t)
  const [, host = ''] = /image: (.*)\/web:/.exec(read('web.yaml')) ?? []
  const documents = read('flux/image.yaml').split('---\n')
  const own = (text: string) =>
    text.replaceAll(/ghcr\.io\/acme(?:\/charts)?/g, host).replaceAll('1.2.4', '2.0.0')
  const registry = (text: string) =>
    own(text.replace('registry: ghcr.io', `registry: ${host}`)).replace('acme/api', 'api')
  const files: Readonly<Record<string, string>> = {
    'flux/image.yaml': documents.filter(one => !/name: api\b/.test(one)).join('---\n'),
    'flux/kustomization.yaml': 'resources: [image.yaml]\n',
    ...Object.fromEntries(
      shapes.flatMap(({ file = 'app.yaml', text, beside }, at) => [
        [`apps/${at}/${file}`, registry(text)],
        ...(beside === undefined ? [] : [[`apps/${at}/web.yaml`, registry(beside)]]),
      ]),
    ),
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const { run, edits } = await opened(t, [root], {}, () => {}, {
    capabilities: { workspaceEdit: { resourceOperations: ['create'] } },
  })
  for (const [at, { what, file = 'app.yaml', text }] of shapes.entries()) {
    const uri = pathToFileURL(join(root, `apps/${at}/${file}`)).href
    const line =
      registry(text)
        .split('\n')
        .findIndex(one => one.includes('2.0.0')) + 1
    const plan = await run<OnboardPlan>('fluxmark.planOnboarding', { uri, line })
    assert.equal(plan.sure, true, `${what}: ${plan.why}`)
    await run('fluxmark.onboard', { uri, line })
    assert.equal(edits.length, at + 1, what)
    const editor = undoable(one => {
      const path = fileURLToPath(one)
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined
    })
    editor.apply(edits[at]?.documentChanges ?? [])
    const after = new Map(plan.files.map(one => [one.uri, one.after]))
    assert.deepEqual(editor.texts(), after, what)
    editor.undo()
    const before = new Map(
      plan.files.map(({ uri: one, path }) => [one, existsSync(join(root, path)) ? read(path) : undefined]),
    )
    assert.deepEqual(editor.texts(), before, what)
    assert.ok([...before.values()].includes(undefined), `${what}: no file is made`)
  }
})
