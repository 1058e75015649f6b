// A fast typist in a long manifest: 100 keystrokes a second for 10 seconds in 5,000 lines.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { startLanguageServer } from '../bench/language-client.mjs'
import { imageAt, longDeployment, policies } from '../bench/manifest.mjs'
import { automation, withEditor } from './fixture.mjs'

const strokes = 1000
const every = 10

test('the last diagnostics are those of the last keystroke', async () => {
  const options = {
    files: host => ({
      'long.yaml': longDeployment(`${host}/acme/web:1.2.3`),
      'flux/web.yaml': automation(host),
    }),
    settings: { 'editor.quickSuggestions': { strings: 'off', comments: 'off', other: 'off' } },
  }
  await withEditor('typing', options, async editor => {
    const { host } = editor.registry
    const workbench = await editor.open('long.yaml')
    await workbench.squiggle('info')
    await workbench.goTo(imageAt.line + 1, `          image: ${host}/acme/web:1.2.3`.length + 1)
    const start = performance.now()
    const presses = []
    for (let i = 0; i < strokes; i++) {
      // A typist does not wait for the editor.
      presses.push(workbench.press(i % 2 === 0 ? '7' : 'Backspace'))
      await wait(Math.max(0, start + (i + 1) * every - performance.now()))
    }
    const took = performance.now() - start
    await Promise.all(presses)
    await workbench.press('9')
    await workbench.shows('web:1.2.39')
    await workbench.hover(host, '1.2.39 is written here')
    await workbench.screenshot('typing')
    process.stdout.write(`${strokes} keystrokes in ${Math.round(took)} ms\n`)
  })
})

test('no more than one run of the server lies behind what was typed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-typing-'))
  const uri = `${pathToFileURL(folder)}/long.yaml`
  writeFileSync(join(folder, 'policies.yaml'), policies)
  const program = join(import.meta.dirname, '../../dist/main.js')
  const server = startLanguageServer(process.execPath, [program, 'lsp', '--stdio'], () => null)
  try {
    await server.request('initialize', {
      processId: process.pid,
      rootUri: String(pathToFileURL(folder)),
      capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } },
    })
    server.notify('initialized', {})
    const opened = server.diagnostics(uri)
    const textDocument = { uri, languageId: 'yaml', version: 1, text: longDeployment() }
    server.notify('textDocument/didOpen', { textDocument })
    await opened

    let version = 1
    const published = []
    const stop = server.listen(({ method, params }) => {
      if (method === 'textDocument/publishDiagnostics') published.push(params)
    })
    // The colon of the marker's setter goes and comes: every other version has an error.
    const line = longDeployment().split('\n')[imageAt.line]
    const at = { line: imageAt.line, character: line.indexOf('system:') + 'system'.length }
    const after = { ...at, character: at.character + 1 }
    const start = performance.now()
    for (let i = 0; i < strokes; i++) {
      const change =
        i % 2 === 0
          ? { range: { start: at, end: after }, text: '' }
          : { range: { start: at, end: at }, text: ':' }
      server.notify('textDocument/didChange', {
        textDocument: { uri, version: ++version },
        contentChanges: [change],
      })
      await wait(Math.max(0, start + (i + 1) * every - performance.now()))
    }
    const before = published.length
    const change = { range: { start: at, end: after }, text: '' }
    server.notify('textDocument/didChange', {
      textDocument: { uri, version: ++version },
      contentChanges: [change],
    })
    let last = published.at(-1)
    while (last?.version !== version) last = await server.diagnostics(uri)
    stop()
    assert.deepEqual(
      last.diagnostics.map(({ code }) => code),
      ['marker-missing-namespace'],
    )
    // Of what was shown after the last keystroke, one may have been on its way and one under way; then comes the last.
    const late = published.slice(before).filter(params => params.version !== version)
    assert(late.length <= 2, `${late.length} runs on older text were shown after the last keystroke`)
    assert(published.length > 10)
    process.stdout.write(`${published.length} runs for ${strokes} keystrokes\n`)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
