// `npm start [-- [--no-editor] [PATH]]`: the demo repository with a registry of its own, or the user's repository at
// PATH with real registries; prints the tables of `policies` and `check`, then opens an editor.
import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { prepare, root } from '../test/prepare.mjs'
import { startRegistry } from './registry.mjs'

/** What the demo's registry lists. */
const tags = {
  'shop/checkout': ['1.2.3', '1.4.0', '1.5.2', '1.5.3', '2.0.0-rc.1', '2.0.0', 'latest'],
  'shop/cache': ['7.2.0', '7.4.0', '7.4.1', '8.0.0'],
  'shop/payments': ['main-3f9c2d1-1760000000', 'main-a81b04e-1763000000', 'dev-77aa012-1763100000'],
  'shop/frontend': ['2024.10.30', '2024.11.2', '2024.11.9'],
  'shop/search': ['0.9.0-beta.1', '0.9.0-beta.2'],
}

const cwd = process.env.INIT_CWD ?? process.cwd()
const { path, isEditorWanted } = readArguments(process.argv.slice(2))
prepare()
await (path === undefined ? demo() : own(path))

async function demo() {
  const registry = await startRegistry({ images: tags })
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-demo-'))
  try {
    makeRepository(folder, registry.host)
    await print(folder, '--allow-host', registry.host)
    const settings = { 'fluxmark.registries': { [registry.host]: {} } }
    if (isEditorWanted) await edit(folder, { file: join(folder, 'apps/checkout/deployment.yaml'), settings })
  } finally {
    await registry.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function own(folder) {
  await print(folder)
  if (isEditorWanted) await edit(folder, {})
}

/** A real Git repository of examples/demo, its images in the embedded registry. */
function makeRepository(folder, host) {
  cpSync(join(root, 'examples/demo'), folder, { recursive: true })
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = join(folder, name)
    if (!statSync(file).isFile()) continue
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('registry.example.com', host))
  }
  git(folder, 'init', '--quiet', '--initial-branch=main')
  git(folder, 'config', 'user.name', 'Fluxmark demo')
  git(folder, 'config', 'user.email', 'demo@fluxmark.example')
  git(folder, 'add', '--all')
  git(
    folder,
    '-c',
    'commit.gpgsign=false',
    '-c',
    'core.hooksPath=',
    'commit',
    '--quiet',
    '-m',
    'Run the shop',
  )
}

function git(folder, ...args) {
  const { status, error } = spawnSync('git', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0)
    fail(`git ${args[0]} failed${error ? `: ${error.message}` : ''}; the demo needs Git on the PATH`)
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
