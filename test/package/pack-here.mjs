// `prepack` and `postpack`: while `npm pack` reads this folder, package.json is the npm package's. The extension's own names
// what is bundled as dependencies, which would be installed once more.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../prepare.mjs'
import { npmManifest } from './npm-package.mjs'

const kept = folder => join(folder, 'build/package.json')

/** Puts the npm package's manifest in place of the extension's, which is kept. */
export function before(folder) {
  const manifest = join(folder, 'package.json')
  mkdirSync(dirname(kept(folder)), { recursive: true })
  // The npm package's is there where an earlier `npm pack` was broken off.
  if ('private' in JSON.parse(readFileSync(manifest, 'utf8'))) renameSync(manifest, kept(folder))
  writeFileSync(manifest, `${JSON.stringify(npmManifest(kept(folder)), null, 2)}\n`)
}

/** Puts the extension's manifest back. */
export function after(folder) {
  if (existsSync(kept(folder))) renameSync(kept(folder), join(folder, 'package.json'))
}

if (process.argv[1] === import.meta.filename) (process.argv[2] === 'after' ? after : before)(root)
