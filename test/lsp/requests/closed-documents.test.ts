import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver'
import { editorWith, folderWith, uriIn } from '../editor.ts'

/** An edit of a file that no editor shows has no version: its text is that of the disk at this moment, or nothing is edited. */

const policy = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: web
  namespace: apps
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
`
const marked = 'image: x:1 # {"$imagepolicy": "apps:web"}\n'

test('a rename gives the open document its version, and the file that is not open none', async context => {
  const folder = folderWith(context, { 'policy.yaml': policy, 'web.yaml': marked })
  const editor = await editorWith(context, [folder])
  const { client } = editor
  const [shown, closed] = [uriIn(folder, 'policy.yaml'), uriIn(folder, 'web.yaml')]
  editor.open(shown, policy)
  const start = { line: 0, character: 0 }
  editor.change(shown, { range: { start, end: start }, newText: '# one\n', text: '# one\n' })
  await client.request('workspace/executeCommand', { command: 'fluxmark.refresh', arguments: [{}] })
  const rename = () =>
    client
      .request<WorkspaceEdit | null>('textDocument/rename', {
        textDocument: { uri: shown },
        position: { line: 4, character: 9 },
        newName: 'shop',
      })
      .catch(() => null)
  const versions = async () =>
    ((await rename())?.documentChanges as TextDocumentEdit[] | undefined)?.map(
      ({ textDocument: { uri, version }, edits: [edit] }) => [uri, version, edit?.range.start.line],
    )
  assert.deepEqual(await versions(), [
    [shown, editor.documents.get(shown)?.version, 4],
    [closed, null, 0],
  ])
  // Nobody has told of it yet.
  writeFileSync(join(folder, 'web.yaml'), `# somebody else's\n${marked}`)
  assert.equal(await versions(), undefined, 'the line is another one now')
  assert.deepEqual((await versions())?.at(1), [closed, null, 1])
})
