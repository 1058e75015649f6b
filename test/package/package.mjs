// `npm run package`: makes fluxmark-VERSION.vsix, the npm package and the bill of materials; holds what is in them, how
// large they may be, that both come out with the same bytes twice, and that both can be installed where nothing is and run.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { prepare, root } from '../prepare.mjs'
import { tryVsix } from './install-vsix.mjs'
import { makeTarball, packHere, tryTarball } from './npm-package.mjs'
import { digestOf, fixTime } from './reproducible.mjs'
import { makeBill } from './sbom.mjs'

/** What a user installs, and nothing else. */
const contents = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'THIRD-PARTY-NOTICES.txt',
  'client/icon.png',
  'client/updates.svg',
  'client/walkthrough/commit.png',
  'client/walkthrough/consent.png',
  'client/walkthrough/line.png',
  'client/walkthrough/project.svg',
  'client/walkthrough/view.png',
  'dist/client.cjs',
  'dist/core.js',
  'dist/main.js',
  'dist/mcp.js',
  'dist/playground.css',
  'dist/playground.js',
  'dist/relay.js',
  'l10n/bundle.l10n.json',
  'package.json',
  'syntaxes/fluxmark.schema.json',
  'syntaxes/imagepolicy-pattern.json',
  'syntaxes/imagepolicy.json',
]
// The playground and the server for assistants, bundles of their own that are loaded where they are used, came since 800 KB.
const limit = 1200 * 1024

/** Makes the vsix and returns its path; throws where it holds too much, too little, or something else. */
export async function makePackage() {
  prepare()
  fixTime()
  const { createVSIX, listFiles } = vsce()
  run('node', ['esbuild.mjs', '--production'], root)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const vsix = join(root, `fluxmark-${version}.vsix`)
  const files = (await listFiles({ cwd: root, dependencies: false })).sort()
  if (files.join() !== contents.join()) {
    throw new Error(`the package would hold ${files.join(', ')}; expected ${contents.join(', ')}`)
  }
  for (const bundle of [
    'dist/client.cjs',
    'dist/core.js',
    'dist/main.js',
    'dist/mcp.js',
    'dist/playground.js',
    'dist/relay.js',
  ]) {
    if (readFileSync(join(root, bundle), 'utf8').includes('sourceMappingURL=')) {
      throw new Error(`${bundle} names a source map`)
    }
  }
  await createVSIX({ cwd: root, packagePath: vsix, dependencies: false })
  const { size } = statSync(vsix)
  if (size > limit) throw new Error(`the package has ${size} bytes, more than ${limit}`)
  return { vsix, size, files }
}

/** The packager, installed on demand: it is larger than all else that building needs. */
function vsce() {
  const folder = import.meta.dirname
  if (!existsSync(join(folder, 'node_modules/@vscode/vsce'))) run('npm', ['install', '--no-save'], folder)
  return createRequire(import.meta.url)('@vscode/vsce')
}

function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${cwd}`)
}

if (process.argv[1] === import.meta.filename) {
  const { vsix, size, files } = await makePackage()
  const tarball = makeTarball()
  const before = [vsix, tarball.path].map(digestOf)
  await makePackage()
  makeTarball()
  const after = [vsix, tarball.path].map(digestOf)
  if (before.join() !== after.join()) throw new Error('the same commit gave other bytes the second time')
  tryTarball(tarball.path)
  if (packHere() !== before[1]) throw new Error('npm pack in the project’s folder gave another package')
  tryVsix(vsix)
  const bill = makeBill()
  process.stdout.write(
    `${vsix}\n${files.length} files, ${Math.ceil(size / 1024)} KB of ${limit / 1024} KB allowed, sha256 ${before[0]}\n` +
      `${tarball.path}\n${Math.ceil(tarball.size / 1024)} KB, sha256 ${before[1]}\n${bill}\n`,
  )
}
