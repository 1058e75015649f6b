import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fluxmark } from '../cli/fluxmark.ts'

interface Case {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, readonly string[]>>
  readonly line: string
  /** Null: Flux keeps writing the tag it has stored. */
  readonly updates: boolean | null
}

const cases = join(process.env.FLUXMARK_TEST_DATA ?? '', 'cases/chain.json')
const skip = existsSync(cases) ? false : 'FLUXMARK_TEST_DATA has no cases/chain.json'

/** Set-ups whose fate is known, through the command line as users have it. */
describe('explain, update and check of one set-up', { skip }, () => {
  const all = skip ? [] : (JSON.parse(readFileSync(cases, 'utf8')) as readonly Case[])
  let base: string
  before(() => {
    base = mkdtempSync(join(tmpdir(), 'fluxmark-cases-'))
  })
  after(() => rmSync(base, { recursive: true, force: true }))

  for (const [number, { name, files, tags, line, updates }] of all.entries()) {
    test(name, async () => {
      const folder = join(base, String(number))
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
      spawnSync('git', ['init', '--quiet', folder])
      const list = join(base, `${number}.json`)
      writeFileSync(list, JSON.stringify(tags))
      const ask = async (...args: readonly string[]) => {
        const { out, err } = await fluxmark(folder, base, ...args, '--tags', list, '--format', 'json')
        assert.equal(err, '')
        return JSON.parse(out)
      }
      const { links } = (await ask('explain', line)) as { links: { ok: boolean | null; code?: string }[] }
      const { changes, skipped } = (await ask('update', '--dry-run')) as {
        changes: unknown[]
        skipped: { code: string }[]
      }
      const { diagnostics } = (await ask('check')) as { diagnostics: { code: string; severity: string }[] }
      const causes = diagnostics.filter(({ code, severity }) => code !== 'outdated' && severity !== 'hint')
      const shown = JSON.stringify({ links, changes, skipped, causes }, null, 1)
      const broken = links.filter(({ ok }) => ok === false)
      assert.equal(broken.length > 0, updates === false, `explain: ${shown}`)
      assert.equal(changes.length > 0, updates === true, `update: ${shown}`)
      assert.equal(causes.length > 0, updates !== true, `check: ${shown}`)
      const [first] = broken
      if (first)
        assert.ok(
          skipped.some(({ code }) => code === first.code) && causes.some(({ code }) => code === first.code),
          shown,
        )
      if (updates === null)
        assert.ok(
          links.some(({ ok, code }) => ok === null && code === 'marker-suspended'),
          shown,
        )
    })
  }
})
