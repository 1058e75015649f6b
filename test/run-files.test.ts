import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

const runFiles = pathToFileURL(join(import.meta.dirname, '../../test/run-files.mjs')).href

/** How a test command ends that runs a file with this text. */
function concluded(text: string): { readonly status: number | null; readonly last: string | undefined } {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-run-'))
  try {
    const file = join(folder, 'a.test.mjs')
    writeFileSync(file, `import { describe, it } from 'node:test'\n${text}\n`)
    const code = `import { conclude, runFiles } from ${JSON.stringify(runFiles)}\nconclude(await runFiles(${JSON.stringify([file])}, {}))`
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const runner = join(folder, 'run.mjs')
    writeFileSync(runner, code)
    const { status, stdout } = spawnSync(process.execPath, [runner], { env, encoding: 'utf8' })
    return { status, last: stdout.trim().split('\n').at(-1) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('a describe that throws fails the run, though none of its tests has failed', () => {
  assert.deepEqual(concluded("describe('a', () => { throw new Error('broken') })"), {
    status: 1,
    last: '0 passed, 1 failed, 0 skipped',
  })
})

test('a test that fails counts once, and its describe does not', () => {
  assert.deepEqual(
    concluded("describe('a', () => { it('b', () => {}); it('c', () => { throw new Error('broken') }) })"),
    {
      status: 1,
      last: '1 passed, 1 failed, 0 skipped',
    },
  )
})
