// Installs the vsix into an editor that nobody has used yet, as `code --install-extension` does.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setup } from '../e2e/setup.mjs'
import { root } from '../prepare.mjs'

/** Installs it into an empty profile with an empty home; throws where the editor does not list it, or its program does not run. */
export function tryVsix(path) {
  const { server, node } = setup()
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-vsix-'))
  try {
    const env = {
      PATH: process.env.PATH,
      HOME: join(folder, 'home'),
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    }
    mkdirSync(env.HOME)
    const extensions = join(folder, 'extensions')
    const folders = ['--server-data-dir', join(folder, 'server'), '--extensions-dir', extensions]
    const editor = (...args) =>
      run(
        node,
        [join(server, 'out/server-main.js'), '--accept-server-license-terms', ...folders, ...args],
        env,
      )
    editor('--install-extension', path)
    const { publisher, name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const listed = editor('--list-extensions', '--show-versions')
    if (!listed.includes(`${publisher}.${name}@${version}`))
      throw new Error(`the editor does not list what was installed: ${listed}`)
    const program = join(extensions, `${publisher}.${name}-${version}`, 'dist/main.js')
    run(process.execPath, [program, 'check', '--offline', 'examples/tutorial'], env, [0, 1])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(command, args, env, codes = [0]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, env, encoding: 'utf8' })
  if (!codes.includes(status)) throw new Error(`${args.join(' ')} ended with ${status}: ${stdout}${stderr}`)
  return stdout
}
