import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const main = join(import.meta.dirname, '../../../dist/main.js')

/** Runs the built command line in a fresh repository of files; what it prints, as JSON. */
export function runMain(files: Readonly<Record<string, string>>, args: readonly string[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-peers-'))
  try {
    spawnSync('git', ['init', '-q', '-b', 'main', folder])
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
    const { stdout } = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: 'utf8' })
    return JSON.parse(stdout)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
