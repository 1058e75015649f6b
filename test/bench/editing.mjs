// What a person who types in a manifest waits for, in one session with a language server.

const keystrokes = 20
const hovers = 40

/**
 * Opens a manifest of a folder, types into it, hovers. `manifest`: its path and text, where a digit more is typed at each
 * key, and what is hovered over, each as line and character from 0. Resolves to milliseconds: `start`, `open`, `keystroke`, `keystrokeCpu`,
 * `hover`, `hoverAfterEdit`; the last four are lists, one for each time.
 */
export async function measureEditing(client, folder, manifest) {
  const uri = `${folder}/${manifest.path}`
  const found = { keystroke: [], keystrokeCpu: [], hover: [], hoverAfterEdit: [] }
  found.start = await time(() =>
    client.request('initialize', {
      processId: process.pid,
      rootUri: folder,
      workspaceFolders: [{ uri: folder, name: 'bench' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: {
          publishDiagnostics: { versionSupport: true },
          hover: { contentFormat: ['markdown'] },
        },
      },
      initializationOptions: { trusted: false, allowedHosts: [] },
    }),
  )
  client.notify('initialized', {})
  found.open = await time(() => {
    const first = client.diagnostics(uri)
    const document = { uri, languageId: 'yaml', version: 1, text: manifest.text }
    client.notify('textDocument/didOpen', { textDocument: document })
    return first
  })
  await quiet(client)
  let version = 1
  const type = () => {
    const { typedAt: at } = manifest
    const contentChanges = [{ range: { start: at, end: at }, text: String(version % 10) }]
    client.notify('textDocument/didChange', { textDocument: { uri, version: ++version }, contentChanges })
  }
  const hover = () =>
    client.request('textDocument/hover', { textDocument: { uri }, position: manifest.hoverAt })

  for (let i = 0; i < keystrokes; i++) {
    const before = client.cpu()
    found.keystroke.push(
      await time(() => {
        const next = client.diagnostics(uri)
        type()
        return next
      }),
    )
    await quiet(client)
    const after = client.cpu()
    if (before !== undefined && after !== undefined) found.keystrokeCpu.push(after - before)
  }
  for (let i = 0; i < hovers; i++) found.hover.push(await time(hover))
  for (let i = 0; i < keystrokes; i++) {
    type()
    found.hoverAfterEdit.push(await time(hover))
    await quiet(client)
  }
  if ((await hover()) === null) throw new Error('nothing to hover: the measurement means nothing')
  return found
}

async function time(action) {
  const start = performance.now()
  await action()
  return performance.now() - start
}

/** Resolves when the server has said nothing for a while: what it still does would fall into the next measurement. */
function quiet(client) {
  return new Promise(resolve => {
    const done = () => {
      stop()
      resolve()
    }
    let timer = setTimeout(done, 300)
    const stop = client.listen(() => {
      clearTimeout(timer)
      timer = setTimeout(done, 300)
    })
  })
}
