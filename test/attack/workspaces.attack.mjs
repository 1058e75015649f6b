// Hostile workspaces, opened in the real server: how long the thread that speaks to the editor is silent, in
// processor time, while everything is opened, typed into, hovered and shut down.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startLanguageServer } from '../bench/language-client.mjs'
import { root } from '../prepare.mjs'

export const name = 'workspaces'
/** It measures time, which the machine has a say in: the short form, which CI runs, leaves it out. */
export const isTimed = true

/** Ms of one synchronous stretch that are borne. */
const mostSilence = 200

export async function run({ short, only = '' }) {
  const { hostileWorkspaces } = await import(join(root, 'build/test/growth/hostile-workspaces.js'))
  const all = hostileWorkspaces()
  const wanted = all.filter(({ name }) => name.includes(only))
  const chosen = short ? wanted.filter((_, index) => index % 6 === 0) : wanted
  const notes = []
  let longest = 0
  for (const { name, files, links = {}, pipes = [] } of chosen) {
    const { silence, problem } = await open(files, links, pipes)
    longest = Math.max(longest, silence)
    if (problem !== undefined) notes.push(`${name}: ${problem}`)
    else if (silence > mostSilence) notes.push(`${name}: silent for ${silence.toFixed(0)} ms`)
  }
  const held = chosen.length - notes.length
  return { cases: chosen.length, held, notes: [...notes, `longest silence ${longest.toFixed(0)} ms`] }
}

async function open(files, links, pipes) {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-hostile-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, path))
  if (pipes.length > 0)
    execFileSync(
      'mkfifo',
      pipes.map(path => join(folder, path)),
    )
  const log = join(folder, 'silence')
  const server = startLanguageServer(
    process.execPath,
    ['--import', join(root, 'test/attack/measure-silence.mjs'), join(root, 'dist/main.js'), 'lsp', '--stdio'],
    () => null,
    { ...process.env, FLUXMARK_SILENCE_LOG: log },
  )
  try {
    return await within(120_000, drive(server, folder, files, [...Object.keys(links), ...pipes], log))
  } catch (error) {
    return { silence: 0, problem: String(error) }
  } finally {
    try {
      process.kill(server.pid, 'SIGKILL')
    } catch {
      // It has ended, as it should.
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

async function drive(server, folder, files, strange, log) {
  const rootUri = pathToFileURL(folder).href
  await server.request('initialize', {
    processId: process.pid,
    rootUri,
    capabilities: {},
    initializationOptions: { trusted: true },
  })
  server.notify('initialized', {})
  const open = Object.entries(files)
    .filter(([path]) => /\.ya?ml$/.test(path))
    .slice(0, 2)
  for (const [path, text] of open) {
    const uri = pathToFileURL(join(folder, path)).href
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
    const change = {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      text: '#\n',
    }
    server.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [change] })
    const position = { line: 1, character: 8 }
    // An error is an answer: a document may have been left out.
    await server.request('textDocument/hover', { textDocument: { uri }, position }).catch(() => null)
  }
  const changes = strange.map(path => ({ uri: pathToFileURL(join(folder, path)).href, type: 1 }))
  server.notify('workspace/didChangeWatchedFiles', { changes })
  const start = performance.now()
  await server.request('shutdown', null)
  const waited = performance.now() - start
  server.notify('exit', null)
  const { readFile } = await import('node:fs/promises')
  for (let turn = 0; turn < 100; turn++) {
    const text = await readFile(log, 'utf8').catch(() => '')
    if (text !== '') {
      const problem = waited > 5000 ? `the shutdown took ${waited.toFixed(0)} ms` : undefined
      return { silence: Number(text), problem }
    }
    await new Promise(next => setTimeout(next, 100))
  }
  return { silence: 0, problem: 'the server did not end' }
}

function within(ms, work) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
