// The bill of materials: what is bundled, as CycloneDX, from the lock file without what only building needs.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../prepare.mjs'

/** Writes fluxmark-VERSION.cdx.json and returns its path. */
export function makeBill() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const path = join(root, `fluxmark-${version}.cdx.json`)
  const program = join(import.meta.dirname, 'node_modules/@cyclonedx/cyclonedx-npm/bin/cyclonedx-npm-cli.js')
  if (!existsSync(program)) throw new Error('run npm install in test/package')
  const args = [
    program,
    '--package-lock-only',
    '--omit',
    'dev',
    '--output-reproducible',
    '--output-format',
    'JSON',
    '--output-file',
    path,
  ]
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`no bill of materials: ${stderr}`)
  const { components } = JSON.parse(readFileSync(path, 'utf8'))
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const listed = components.map(({ group, name }) => (group ? `${group}/${name}` : name))
  const missing = Object.keys(dependencies).filter(name => !listed.includes(name))
  if (missing.length > 0) throw new Error(`the bill of materials lacks ${missing.join(', ')}`)
  return path
}
