// Opens a folder in an editor that has the built extension, in a profile of its own that is deleted afterwards.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { startServer } from '../test/e2e/server.mjs'
import { runsNewest } from '../test/e2e/setup.mjs'
import { installUnpacked } from '../test/e2e/unpacked.mjs'

/**
 * Opens `folder`, and `file` in it (absolute paths): in desktop VS Code where `code` is on the PATH, else in the
 * real workbench in the browser, on 127.0.0.1 and behind a random token. `settings` are user settings.
 * The user's own editor, its settings and extensions are not touched; workspace trust stays on.
 *
 * Resolves to `{address, closed, close()}`. `address` is what to open in a browser, undefined for the desktop;
 * `closed` resolves when the editor has ended; `close()` ends it and deletes the profile.
 */
export async function openEditor(folder, { file, settings = {} } = {}) {
  const code = findCode()
  return code === undefined
    ? await openInBrowser(folder, file, settings)
    : openOnDesktop(code, folder, file, settings)
}

async function openInBrowser(folder, file, settings) {
  const server = await startServer({ leg: runsNewest() ? 'newest' : 'oldest', settings })
  return { address: server.url(folder, file), closed: server.ended, close: server.stop }
}

function openOnDesktop(code, folder, file, settings) {
  const profile = mkdtempSync(join(tmpdir(), 'fluxmark-editor-'))
  const [user, extensions] = [join(profile, 'user'), join(profile, 'extensions')]
  installUnpacked(extensions)
  mkdirSync(join(user, 'User'), { recursive: true })
  const own = { 'telemetry.telemetryLevel': 'off', 'workbench.startupEditor': 'none', ...settings }
  writeFileSync(join(user, 'User/settings.json'), JSON.stringify(own, null, 2))
  const args = ['--user-data-dir', user, '--extensions-dir', extensions, '--new-window', '--wait', folder]
  const child = start(code, file === undefined ? args : [...args, file])
  const closed = new Promise(resolve => child.once('exit', resolve).once('error', resolve))
  const close = async () => {
    child.kill()
    await closed
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  return { address: undefined, closed, close }
}

/** On Windows `code` is a script, which only a shell starts; no path there holds a quote. */
function start(code, args) {
  if (process.platform !== 'win32') return spawn(code, args, { stdio: 'ignore' })
  const quoted = [code, ...args].map(word => `"${word}"`).join(' ')
  return spawn(quoted, { stdio: 'ignore', shell: true })
}

/** Desktop VS Code's command. In a terminal of a remote window `code` steers that window and knows no profiles. */
function findCode() {
  if (process.env.VSCODE_IPC_HOOK_CLI !== undefined || process.getuid?.() === 0) return undefined
  const name = process.platform === 'win32' ? 'code.cmd' : 'code'
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map(path => join(path, name))
    .find(path => existsSync(path))
}
