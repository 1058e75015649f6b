import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ownerOf } from '../../server/src/lsp/folders.ts'
import { type Editor, editorWith, folderWith, uriIn } from './editor.ts'

/** Which folder's session a document belongs to, and that nothing is computed on another text than the editor's. */

const broken = 'image: x:1 # {"$imagepolicy": "flux-system/checkout"}\n'
const fixed = 'image: x:1 # {"$imagepolicy": "flux-system:checkout"}\n'

test('a document belongs to the innermost folder that contains it, else to its repository', () => {
  const at = (folder: string, root: string) => ({ folder, root })
  const folders = [at('/r/a', '/r'), at('/r/b-longer-name', '/r'), at('/r/a/nested', '/r'), at('/s', '/s')]
  const owner = (path: string) => ownerOf(folders, path)?.folder
  assert.equal(owner('/r/a/x.yaml'), '/r/a')
  assert.equal(owner('/r/b-longer-name/x.yaml'), '/r/b-longer-name')
  assert.equal(owner('/r/a/nested/x.yaml'), '/r/a/nested')
  assert.equal(owner('/r/a/nested-not/x.yaml'), '/r/a')
  assert.equal(owner('/r/a-not/x.yaml'), '/r/a', 'of its repository, in the first folder')
  assert.equal(owner('/s/x.yaml'), '/s')
  assert.equal(owner('/t/x.yaml'), undefined)
  assert.equal(owner('/r'), undefined)
})

/** A document whose text on disk is another one, so that an edit of the wrong text is seen. */
async function unsaved(editor: Editor, uri: string): Promise<void> {
  editor.open(uri, broken)
  const start = { line: 0, character: 0 }
  editor.change(uri, { range: { start, end: start }, newText: '', text: `# unsaved\n\n# lines\n` })
  await diagnosed(editor, uri)
}

async function diagnosed({ client, documents }: Editor, uri: string): Promise<void> {
  const version = documents.get(uri)?.version
  await client.notification<{ uri: string; version?: number; diagnostics: readonly { code: string }[] }>(
    'textDocument/publishDiagnostics',
    params =>
      params.uri === uri &&
      params.version === version &&
      params.diagnostics.some(({ code }) => code === 'marker-bad-separator'),
  )
}

async function fixedAll(editor: Editor, uri: string): Promise<void> {
  const edit = await editor.fixAll(uri)
  assert.ok(edit, 'there is something to fix')
  editor.apply(edit)
  assert.equal(editor.documents.get(uri)?.getText(), `# unsaved\n\n# lines\n${fixed}`)
}

function repository(context: TestContext) {
  const root = folderWith(
    context,
    { 'a/x.yaml': broken, 'b-longer-name/y.yaml': broken, 'a/nested/z.yaml': broken },
    { isRepository: true },
  )
  return { root, a: join(root, 'a'), b: join(root, 'b-longer-name') }
}

test('a folder of the same repository is removed: what is unsaved stays what is edited', async context => {
  const { root, a, b } = repository(context)
  // Whichever goes, the other one answers, from the editor's text.
  for (const [folders, removed] of [
    [[a, b], a],
    [[a, b], b],
    [[root, a], a],
    [[root, a], root],
  ] as const) {
    const editor = await editorWith(context, folders)
    const uri = uriIn(a, 'x.yaml')
    await unsaved(editor, uri)
    // What is on disk is read by all, and is not what counts.
    editor.client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] })
    editor.folders({ removed: [removed] })
    await editor.client.request('workspace/executeCommand', { command: 'fluxmark.refresh', arguments: [{}] })
    await fixedAll(editor, uri)
  }
})

test('of two folders of one repository each answers for its own documents', async context => {
  const { a, b } = repository(context)
  const editor = await editorWith(context, [b])
  const uri = uriIn(a, 'x.yaml')
  await unsaved(editor, uri)
  editor.folders({ added: [a] })
  await editor.client.request('workspace/executeCommand', { command: 'fluxmark.refresh', arguments: [{}] })
  await fixedAll(editor, uri)
  assert.equal(await editor.fixAll(uri), undefined)
})

test('folders come and go while documents are open, nested ones too', async context => {
  const { root, a, b } = repository(context)
  const nested = join(a, 'nested')
  const editor = await editorWith(context, [root])
  const uri = uriIn(nested, 'z.yaml')
  await unsaved(editor, uri)
  const steps = [
    { added: [nested] },
    { removed: [nested] },
    { added: [nested] },
    { removed: [root] },
    { added: [a], removed: [nested] },
    { added: [root], removed: [a] },
    { added: [b], removed: [root] },
    { added: [nested], removed: [b] },
  ]
  for (const step of steps) {
    editor.folders(step)
    await editor.client.request('workspace/executeCommand', { command: 'fluxmark.refresh', arguments: [{}] })
    const edit = await editor.fixAll(uri)
    assert.ok(edit, JSON.stringify(step))
    assert.equal(edit.documentChanges[0]?.textDocument.version, editor.documents.get(uri)?.version)
    assert.deepEqual(edit.documentChanges[0]?.edits[0]?.range.start.line, 3, JSON.stringify(step))
  }
  await fixedAll(editor, uri)
})

test('a document that loses its last folder shows nothing, and gets it back with the folder', async context => {
  const { root } = repository(context)
  const editor = await editorWith(context, [root])
  const uri = uriIn(root, 'a/x.yaml')
  await unsaved(editor, uri)
  editor.folders({ removed: [root] })
  await editor.client.notification<{ uri: string; diagnostics: readonly unknown[] }>(
    'textDocument/publishDiagnostics',
    params => params.uri === uri && params.diagnostics.length === 0,
  )
  assert.equal(await editor.hover(uri, 3), undefined)
  editor.folders({ added: [root] })
  await diagnosed(editor, uri)
  await fixedAll(editor, uri)
})

test('closed and opened again at once, a document is what the editor says', async context => {
  const { root } = repository(context)
  const editor = await editorWith(context, [root])
  const uri = uriIn(root, 'a/x.yaml')
  for (let round = 0; round < 20; round++) {
    await unsaved(editor, uri)
    editor.close(uri)
    editor.open(uri, broken)
    editor.close(uri)
  }
  await unsaved(editor, uri)
  await fixedAll(editor, uri)
})

test('two URIs of one file: the second is not answered from the first one’s text', async context => {
  const { root } = repository(context)
  const editor = await editorWith(context, [root])
  const uri = uriIn(root, 'a/x.yaml')
  const other = uri.replace('x.yaml', '%78.yaml')
  await unsaved(editor, uri)
  editor.open(other, broken)
  assert.equal(await editor.fixAll(other), undefined)
  await fixedAll(editor, uri)
  editor.close(uri)
  const edit = await editor.fixAll(other)
  assert.equal(edit?.documentChanges[0]?.textDocument.uri, other)
})
