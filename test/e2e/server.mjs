// One VS Code server on 127.0.0.1, in a profile of its own, with a random connection token.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setup } from './setup.mjs'
import { installUnpacked } from './unpacked.mjs'

/** Nothing is downloaded, counted or offered; and as on a desktop, nothing is saved unasked. */
const quiet = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
  'files.autoSave': 'off',
}

/**
 * Starts the server and waits until it answers.
 * `extensions` are vsix files to install first (the built extension, unpacked, where there are none), `settings` the user's, `trust: false` switches workspace trust off,
 * `launcher` is a command to run the server under (strace), `log` how much is logged.
 * Returns `url(folder, file?)` to open in a browser, the profile's folder, `ended` (a promise) and `stop()`.
 */
export async function startServer({
  leg = 'newest',
  extensions = [],
  settings = {},
  trust = true,
  env = {},
  launcher = [],
  log: level,
} = {}) {
  const { server, node } = setup(leg)
  const profile = mkdtempSync(join(tmpdir(), 'fluxmark-workbench-'))
  const main = join(server, 'out/server-main.js')
  const folders = [
    ...['--server-data-dir', join(profile, 'server')],
    ...['--user-data-dir', join(profile, 'user')],
    ...['--extensions-dir', join(profile, 'extensions')],
    '--accept-server-license-terms',
  ]
  const environment = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...env }
  if (extensions.length === 0) installUnpacked(join(profile, 'extensions'))
  for (const file of extensions) {
    const install = spawnSync(node, [main, ...folders, '--install-extension', file, '--force'], {
      env: environment,
      encoding: 'utf8',
    })
    if (install.status !== 0) throw new Error(`installing ${file} failed: ${install.stdout}${install.stderr}`)
  }
  // Settings of a machine count only from the machine's file: from the user's they are dropped once the extension is known.
  for (const scope of ['User', 'Machine']) {
    mkdirSync(join(profile, 'user', scope), { recursive: true })
    const text = JSON.stringify({ ...quiet, ...settings }, null, 2)
    writeFileSync(join(profile, 'user', scope, 'settings.json'), text)
  }

  const port = await freePort()
  const token = randomBytes(16).toString('hex')
  const [command, ...args] = [
    ...launcher,
    node,
    main,
    ...['--host', '127.0.0.1', '--port', String(port), '--connection-token', token],
    ...['--telemetry-level', 'off', ...(trust ? [] : ['--disable-workspace-trust'])],
    ...(level === undefined ? [] : ['--log', level]),
    ...folders,
  ]
  const child = spawn(command, args, { env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const log = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => log.push(String(data)))

  const ended = new Promise(resolve => child.once('exit', resolve))
  // The extension host outlives its server by hours, so the whole process group is told to end.
  const signal = name => {
    try {
      process.kill(-child.pid, name)
    } catch {
      // The group is gone already.
    }
  }
  const kill = () => signal('SIGKILL')
  process.once('exit', kill)
  const stop = async () => {
    signal('SIGTERM')
    await Promise.race([ended, new Promise(resolve => setTimeout(resolve, 3000).unref())])
    kill()
    process.off('exit', kill)
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  const origin = `http://127.0.0.1:${port}`
  if (!(await answers(`${origin}/version`, ended))) {
    await stop()
    throw new Error(`the VS Code server did not start: ${log.join('')}`)
  }
  const url = (folder, file) => {
    const address = new URL(origin)
    address.searchParams.set('tkn', token)
    address.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder)
    if (file !== undefined) {
      const remote = `vscode-remote://127.0.0.1:${port}${file}`
      address.searchParams.set('payload', JSON.stringify([['openFile', remote]]))
    }
    return address.href
  }
  return { url, origin, profile, log, stop, ended, pid: child.pid }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

/** Asks up to 30 seconds long, unless the process ends before. */
async function answers(address, ended) {
  let alive = true
  ended.then(() => {
    alive = false
  })
  for (let tries = 0; tries < 300 && alive; tries++) {
    const ok = await fetch(address).then(
      answer => answer.ok,
      () => false,
    )
    if (ok) return true
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return false
}
