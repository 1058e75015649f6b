import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fluxmark } from '../cli/fluxmark.ts'

const data = process.env.FLUXMARK_TEST_DATA
const skip = data ? false : 'needs FLUXMARK_TEST_DATA, a folder with corpora/radix-flux in it'

/** A real GitOps repository: what Flux accepts in it, nobody may call wrong. */
describe('a real repository', { skip }, () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fluxmark-radix-'))
    cpSync(join(data ?? '', 'corpora/radix-flux'), folder, { recursive: true })
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('check reports no error on any marker, all of which Flux applies', async () => {
    const { code, out, err } = await fluxmark(folder, folder, 'check', '--offline', '--format', 'json')
    assert.equal(err, '')
    assert.ok(code === 0 || code === 1)
    const { diagnostics, summary } = JSON.parse(out) as {
      diagnostics: { code: string; severity: string; file: string }[]
      summary: { markers: number }
    }
    assert.equal(summary.markers, 45)
    assert.deepEqual(
      diagnostics.filter(one => one.severity === 'error'),
      [],
    )
  })

  test('update changes marked values and nothing else', async () => {
    const { out: listed } = await fluxmark(folder, folder, 'resources', '--format', 'json')
    const images = (JSON.parse(listed) as { object: { kind: string; spec: { image?: string } } }[]).flatMap(
      ({ object }) => (object.kind === 'ImageRepository' && object.spec.image ? [object.spec.image] : []),
    )
    const tags = join(folder, 'tags.json')
    // Every policy there is a semver range or a number behind a dash: these tags satisfy one or the other.
    writeFileSync(
      tags,
      JSON.stringify(
        Object.fromEntries(images.map(image => [image, ['99.0.0', '1.99.0', 'master-abc-99', 'release-99']])),
      ),
    )
    const before = new Map<string, string>()
    const dry = await fluxmark(folder, folder, 'update', '--tags', tags, '--dry-run', '--format', 'json')
    const { changes } = JSON.parse(dry.out) as {
      changes: { file: string; line: number; old: string; new: string }[]
    }
    assert.ok(changes.length > 0, dry.out)
    for (const { file } of changes) before.set(file, readFileSync(join(folder, file), 'utf8'))
    const { code } = await fluxmark(folder, folder, 'update', '--tags', tags)
    assert.equal(code, 0)
    for (const [file, text] of before) {
      const expected = text.split('\n')
      for (const { line, old, new: value } of changes.filter(change => change.file === file)) {
        const was = expected[line - 1] ?? ''
        const [head, tail] = [was.slice(0, was.indexOf('#')), was.slice(was.indexOf('#'))]
        expected[line - 1] = head.replace(old, value) + tail
      }
      assert.equal(readFileSync(join(folder, file), 'utf8'), expected.join('\n'), file)
    }
    const again = await fluxmark(folder, folder, 'update', '--tags', tags, '--format', 'json')
    assert.deepEqual(JSON.parse(again.out).changes, [])
  })
})
