// The program in a repository on a machine with Windows.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shop } from '../../build/test/cli/shop.js'
import { startProgram, windowsPath } from './wine.mjs'

/**
 * The shop of the tests of the command line, and a user of Windows whose home is `Z:\…\Ada`.
 *
 * `run(...args)`, `runIn(folder, ...args)` and `runWith(variables, ...args)` resolve to `{code, out, err}`,
 * `json(...args)` to `{code, err, answer}`. All are given the tags of the shop, unless `withTags` is false.
 */
export function shopOnWindows(t, { withTags = true } = {}) {
  const there = shop(t)
  const home = join(there.folder, 'Ada')
  mkdirSync(home)
  writeFileSync(join(home, '.gitconfig'), '[user]\r\n\tname = Ada\r\n\temail = ada@example.com\r\n')
  const account = {
    USERPROFILE: windowsPath(home),
    // Wine's own account has another home, which Git would take first.
    HOMEDRIVE: null,
    HOMEPATH: null,
    APPDATA: windowsPath(join(home, 'AppData/Roaming')),
    LOCALAPPDATA: windowsPath(join(home, 'AppData/Local')),
  }
  const options = withTags ? ['--tags', windowsPath(join(there.folder, 'tags.json'))] : []
  const start = (cwd, more, args) =>
    programEnded([...args, ...options], { cwd, env: { ...account, ...more } })
  const root = join(there.folder, 'fleet')
  const runIn = (cwd, ...args) => start(cwd, {}, args)
  const run = (...args) => runIn(root, ...args)
  const runWith = (env, ...args) => start(root, env, args)
  const json = async (...args) => {
    const { code, out, err } = await run(...args, '--format', 'json')
    return { code, err, answer: out === '' ? undefined : JSON.parse(out) }
  }
  return { ...there, root, home, account, run, runIn, runWith, json }
}

async function programEnded(args, options) {
  const { child, read } = startProgram(args, options)
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve))
  const { out, err, folder } = read()
  rmSync(folder, { recursive: true, force: true })
  return { code, out, err }
}
