import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { update } from '../../../server/src/flux/chain/update.ts'
import { emptySnapshot, withFiles } from '../../../server/src/flux/workspace/snapshot.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { explainLine } from '../../../server/src/ide/explain.ts'
import { settled } from '../../fixture.ts'
import { assertDoorsAgree } from './doors.ts'

interface Case {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, readonly string[]>>
  readonly line: string
  /** Null: Flux keeps writing the tag it has stored. */
  readonly updates: boolean | null
}

const path = join(process.env.FLUXMARK_TEST_DATA ?? '', 'cases/chain.json')
const skip = existsSync(path) ? false : 'FLUXMARK_TEST_DATA has no cases/chain.json'

describe('set-ups whose fate is known', { skip }, () => {
  const cases = skip ? [] : (JSON.parse(readFileSync(path, 'utf8')) as readonly Case[])
  for (const { name, files, tags, line, updates } of cases) {
    test(name, () => {
      const empty = withFiles(emptySnapshot({ fluxVersion: 'auto' }), Object.entries(files))
      const snapshot = settled(empty, new Map(Object.entries(tags)))
      const { updated, broken: count, kept } = assertDoorsAgree(snapshot)
      assert.deepEqual([count > 0, kept > 0], [updates === false, updates === null], `${updated}`)
      const [file = '', at = ''] = line.split(':')
      const { links } = explainLine(snapshot, file, Number(at) - 1)
      const broken = links.filter(({ ok }) => ok === false)
      const { changes, skipped } = update(snapshot)
      const found = Object.keys(files).flatMap(one => diagnostics(snapshot, one))
      const causes = found.filter(({ code, severity }) => code !== 'outdated' && severity !== 'hint')
      const shown = JSON.stringify(
        { links, skipped, causes: causes.map(({ code, path: at, message }) => [code, at, message]) },
        null,
        1,
      )
      assert.equal(broken.length > 0, updates === false, shown)
      assert.equal(changes.length > 0, updates === true, shown)
      assert.equal(causes.length > 0, updates !== true, shown)
      for (const { code } of broken) {
        assert.ok(
          found.some(one => one.code === code),
          `${code} is told by no diagnostic: ${shown}`,
        )
        assert.ok(
          skipped.some(one => one.code === code) || /unparsable/.test(code ?? ''),
          `${code} is told by no skip: ${shown}`,
        )
      }
      if (updates === null) {
        assert.ok(
          links.some(one => one.name === 'selection' && one.ok === null && one.code === 'marker-suspended'),
          shown,
        )
        assert.deepEqual(
          skipped.map(({ code }) => code),
          ['marker-suspended'],
        )
      }
    })
  }
})
