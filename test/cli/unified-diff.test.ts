import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { unifiedDiff } from '../../server/src/work/unified-diff.ts'

test('a change is shown with three lines around it', () => {
  const before = [...'abcdefghijklm'].join('\n')
  assert.equal(
    unifiedDiff('x.yaml', `${before}\n`, `${before.replace('e', 'E').replace('m', 'M')}\n`),
    `--- a/x.yaml
+++ b/x.yaml
@@ -2,7 +2,7 @@
 b
 c
 d
-e
+E
 f
 g
 h
@@ -10,4 +10,4 @@
 j
 k
 l
-m
+M
`,
  )
  assert.equal(unifiedDiff('x.yaml', 'a\n', 'a\n'), '')
})

test('git makes of the old text the new one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-diff-'))
  const file = join(folder, 'x')
  const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'd')).map(lines => lines.join(''))
  try {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after)
        const patch = unifiedDiff('x', before, after)
        writeFileSync(file, before)
        const run = spawnSync('git', ['apply', '--whitespace=nowarn', '--unidiff-zero', '-'], {
          cwd: folder,
          input: patch,
          encoding: 'utf8',
          env: { PATH: process.env.PATH, GIT_CEILING_DIRECTORIES: tmpdir() },
        })
        assert.equal(run.status, 0, run.stderr)
        assert.equal(readFileSync(file, 'utf8'), after)
      }),
      { numRuns: 100 },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
