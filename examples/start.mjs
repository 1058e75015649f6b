// `npm start [-- [--no-editor] [PATH]]`: the demo repository with a registry of its own, or the user's repository at
// PATH with real registries; prints the tables of `policies` and `check`, then opens an editor.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { prepare, root } from '../test/prepare.mjs'
import { startDemo } from './demo.mjs'

const cwd = process.env.INIT_CWD ?? process.cwd()
const { path, isEditorWanted } = readArguments(process.argv.slice(2))
prepare()
await (path === undefined ? demo() : own(path))

async function demo() {
  const { folder, file, registry, settings, close } = await startDemo().catch(error => fail(error.message))
  try {
    await print(folder, '--allow-host', registry.host)
    // It is ours: nobody need be asked whether to trust it.
    const trusted = { ...settings, 'security.workspace.trust.enabled': false }
    if (isEditorWanted) await edit(folder, { file, settings: trusted })
  } finally {
    await close()
  }
}

async function own(folder) {
  await print(folder)
  if (isEditorWanted) await edit(folder, {})
}

/** The tables, printed by the built program; the demo's registry answers it from this process meanwhile. */
async function print(folder, ...options) {
  for (const [verb, title] of [
    ['policies', 'What every ImagePolicy selects now'],
    ['check', 'What is wrong, and what is outdated'],
  ]) {
    process.stdout.write(`\n${title}\n\n`)
    const child = spawn(process.execPath, [join(root, 'dist/main.js'), verb, folder, ...options], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const code = await new Promise((done, broken) => child.once('exit', done).once('error', broken))
    if (code === null || code === 2 || code === 70) fail(`${verb} ended with ${code}`)
  }
  process.stdout.write('\n')
}

/** Opens an editor on the folder and stays until it is closed or interrupted. */
async function edit(folder, options) {
  const { openEditor } = await import('./workbench.mjs')
  const editor = await openEditor(folder, options)
  const where = editor.address === undefined ? 'VS Code is open.' : `Open ${editor.address}`
  process.stdout.write(`${where}\nEnd with Ctrl+C.\n`)
  const interrupted = new Promise(done => {
    process.once('SIGINT', done)
    process.once('SIGTERM', done)
  })
  await Promise.race([editor.closed, interrupted])
  await editor.close()
}

function readArguments(args) {
  const paths = args.filter(arg => arg !== '--no-editor')
  const unknown = paths.find(arg => arg.startsWith('-'))
  if (unknown !== undefined || paths.length > 1) fail('npm start -- [--no-editor] [PATH]')
  const [given] = paths
  const folder = given === undefined ? undefined : resolve(cwd, given)
  if (folder !== undefined && !existsSync(folder)) fail(`${folder} does not exist`)
  return { path: folder, isEditorWanted: !args.includes('--no-editor') }
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}
