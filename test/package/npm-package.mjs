// The package for npm: the command line alone, without anything to install at run time.
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../prepare.mjs'
import { digestOf } from './reproducible.mjs'

const contents = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'THIRD-PARTY-NOTICES.txt',
  'dist/core.js',
  'dist/main.js',
  'dist/mcp.js',
  'dist/relay.js',
  'syntaxes/fluxmark.schema.json',
]
const limit = 1500 * 1024

/** The manifest that npm is given: all is bundled, so it names no dependency and runs no script. */
export function npmManifest(path = join(root, 'package.json')) {
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  const { name, version, description, license, repository, homepage, bugs, keywords, type, bin } = manifest
  return {
    name,
    version,
    description,
    license,
    repository,
    homepage,
    bugs,
    keywords,
    type,
    bin,
    engines: { node: manifest.engines.node },
    files: contents,
    publishConfig: { access: 'public', provenance: true },
  }
}

/** Makes fluxmark-VERSION.tgz of what was built for production, and returns its path and size. */
export function makeTarball() {
  const staged = join(root, 'build/npm')
  rmSync(staged, { recursive: true, force: true })
  for (const path of contents) {
    mkdirSync(dirname(join(staged, path)), { recursive: true })
    copyFileSync(join(root, path), join(staged, path))
  }
  writeFileSync(join(staged, 'package.json'), `${JSON.stringify(npmManifest(), null, 2)}\n`)
  const [packed] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', root], staged))
  const files = packed.files.map(({ path }) => path).sort()
  const expected = [...contents, 'package.json'].sort()
  if (files.join() !== expected.join()) throw new Error(`the npm package would hold ${files.join(', ')}`)
  const path = join(root, packed.filename)
  const { size } = statSync(path)
  if (size > limit) throw new Error(`the npm package has ${size} bytes, more than ${limit}`)
  return { path, size }
}

/** Does `npm pack` in the project's folder as somebody with a clone does; the digest of what comes of it. */
export function packHere() {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-pack-'))
  try {
    npm(['pack', '--pack-destination', folder], root)
    const [name = ''] = readdirSync(folder)
    return digestOf(join(folder, name))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Installs the tarball for all users of a prefix, offline and with an empty home, and runs the program. */
export function tryTarball(path) {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-npm-'))
  try {
    const env = { PATH: process.env.PATH, HOME: join(folder, 'home') }
    mkdirSync(env.HOME)
    const prefix = join(folder, 'prefix')
    npm(
      ['install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix, path],
      folder,
      env,
    )
    const program = join(prefix, 'bin/fluxmark')
    const { status, stdout, stderr } = spawnSync(program, ['check', '--offline', 'examples/tutorial'], {
      cwd: root,
      env,
      encoding: 'utf8',
    })
    // What it finds there depends on the repository around; that it read the files is what counts.
    if ((status !== 0 && status !== 1) || !/^3 files, /m.test(stdout + stderr))
      throw new Error(`fluxmark check of the npm package ended with ${status}: ${stdout}${stderr}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function npm(args, cwd, env = process.env) {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed: ${stderr}`)
  return stdout
}
