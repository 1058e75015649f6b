// Puts the built extension into an extensions folder without packing it first.
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** What the editor needs of the extension; a part of what the package holds. */
const files = [
  'package.json',
  'README.md',
  'client/icon.png',
  'client/updates.svg',
  ...['commit', 'consent', 'line', 'view'].map(name => `client/walkthrough/${name}.png`),
  'client/walkthrough/project.svg',
  'dist/client.cjs',
  'dist/core.js',
  'dist/main.js',
  'dist/playground.css',
  'dist/playground.js',
  'dist/relay.js',
  'syntaxes/imagepolicy-pattern.json',
  'syntaxes/imagepolicy.json',
]

/** Copies the built extension into a folder that no editor has used yet. */
export function installUnpacked(extensions) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const file of files) {
    const copy = join(extensions, `${publisher}.${name}-${version}`, file)
    mkdirSync(dirname(copy), { recursive: true })
    cpSync(join(root, file), copy)
  }
}
