import assert from 'node:assert/strict'
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { editorWith, folderWith, uriIn } from './editor.ts'

/** Folders that are renamed, moved in or removed: an editor tells of the folder, not of the files in it. */

const created = 1
const deleted = 3
const marked = 'image: x:1 # {"$imagepolicy": "apps:web"}\n'

test('a folder that is renamed, removed or comes is read with all that is in it', async context => {
  const outside = folderWith(context, { 'apps/z.yaml': marked, 'apps/README.md': '' })
  const folder = folderWith(context, {
    'apps/web/a.yaml': marked,
    'apps/web/deep/b.yaml': marked,
    'picture.png': '',
    'open.yaml': marked,
  })
  const editor = await editorWith(context, [folder])
  const { client } = editor
  const open = uriIn(folder, 'open.yaml')
  editor.open(open, marked)
  const events = (...changes: readonly (readonly [path: string, type: number])[]) =>
    client.notify('workspace/didChangeWatchedFiles', {
      changes: changes.map(([path, type]) => ({ uri: uriIn(folder, path), type })),
    })
  /** The files that hold the marker, as the server finds them. */
  const markedFiles = async () => {
    await client.request('workspace/executeCommand', { command: 'fluxmark.refresh', arguments: [{}] })
    const places = await client.request<{ uri: string }[] | null>('textDocument/references', {
      textDocument: { uri: open },
      position: { line: 0, character: 35 },
      context: { includeDeclaration: false },
    })
    return [...new Set((places ?? []).map(({ uri }) => uri.slice(uriIn(folder, '').length + 1)))].sort()
  }
  assert.deepEqual(await markedFiles(), ['apps/web/a.yaml', 'apps/web/deep/b.yaml', 'open.yaml'])

  renameSync(join(folder, 'apps/web'), join(folder, 'apps/shop.old'))
  events(['apps/web', deleted], ['apps/shop.old', created])
  assert.deepEqual(await markedFiles(), ['apps/shop.old/a.yaml', 'apps/shop.old/deep/b.yaml', 'open.yaml'])

  cpSync(join(outside, 'apps'), join(folder, 'moved'), { recursive: true })
  events(['moved', created], ['moved/README.md', created], ['picture.png', deleted])
  assert.deepEqual(await markedFiles(), [
    'apps/shop.old/a.yaml',
    'apps/shop.old/deep/b.yaml',
    'moved/z.yaml',
    'open.yaml',
  ])

  rmSync(join(folder, 'apps'), { recursive: true })
  events(['apps', deleted])
  assert.deepEqual(await markedFiles(), ['moved/z.yaml', 'open.yaml'])

  // What the walk would not look into is not read for an event either.
  symlinkSync(join(outside, 'apps'), join(folder, 'link'))
  mkdirSync(join(folder, 'clone/.git'), { recursive: true })
  cpSync(join(outside, 'apps'), join(folder, 'clone/apps'), { recursive: true })
  cpSync(join(outside, 'apps'), join(folder, 'node_modules/apps'), { recursive: true })
  events(['link', created], ['clone', created], ['clone/apps', created], ['node_modules', created])
  events(['node_modules/apps', created], ['clone/apps', created], ['no/such', created], ['no/such', deleted])
  assert.deepEqual(await markedFiles(), ['moved/z.yaml', 'open.yaml'])
})
