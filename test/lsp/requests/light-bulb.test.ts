import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { opened, shop } from '../commit-shop.ts'

/** `CodeActionTriggerKind`. */
const [invoked, automatic] = [1, 2]

test('a light bulb stands only at the lines that something is for; asked for, there is more', async t => {
  const { root, read } = shop(t)
  const { client } = await opened(t, [root])
  const lit = async (path: string, triggerKind: number) => {
    const uri = pathToFileURL(join(root, path)).href
    const text = read(path)
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
    const lines = text.trimEnd().split('\n')
    const found: string[] = []
    for (const [line, words] of lines.entries()) {
      const start = { line, character: words.length }
      const actions = await client.request<readonly object[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: { start, end: start },
        context: { diagnostics: [], triggerKind },
      })
      if (actions.length > 0) found.push(words)
    }
    client.notify('textDocument/didClose', { textDocument: { uri } })
    return found
  }
  const [kind = '', image = ''] = read('web.yaml').split('\n')
  assert.deepEqual(await lit('web.yaml', automatic), [image])
  assert.deepEqual(await lit('web.yaml', invoked), [kind, image])
  assert.deepEqual(await lit('flux/image.yaml', automatic), [])
  assert.ok((await lit('flux/image.yaml', invoked)).includes('kind: ImagePolicy'))
})
