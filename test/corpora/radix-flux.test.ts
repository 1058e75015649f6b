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

  test('simulate changes the values that update changes, each in a file printed as Flux prints it', async () => {
    const tags = await tagsFile(folder)
    const values = (changes: { file: string; old: string; new: string }[]) =>
      changes.map(({ file, old, new: value }) => `${file} ${old} ${value}`).toSorted()
    const automations = (await resourcesOf(folder)).filter(({ kind }) => kind === 'ImageUpdateAutomation')
    const names = new Set(automations.map(({ metadata: { namespace, name } }) => `${namespace}:${name}`))
    let count = 0
    for (const name of names) {
      const { out } = await fluxmark(folder, folder, 'simulate', name, '--tags', tags, '--format', 'json')
      const { files, changes } = JSON.parse(out)
      const args = ['update', '--automation', name, '--tags', tags, '--dry-run', '--format', 'json']
      const { out: updated } = await fluxmark(folder, folder, ...args)
      assert.deepEqual(values(changes), values(JSON.parse(updated).changes), name)
      assert.deepEqual(
        files.map(({ file }: { file: string }) => file).toSorted(),
        [...new Set<string>(changes.map(({ file }: { file: string }) => file))].toSorted(),
      )
      count += changes.length
    }
    assert.ok(count > 0)
  })

  test('promote writes versions between the environments and nothing else', async () => {
    const names = ['development', 'playground', 'production', 'c2-production', 'c3', 'monitoring']
    const { out: page } = await fluxmark(folder, folder, 'promote', '--offline', '--format', 'json')
    const { environments, images } = JSON.parse(page)
    assert.deepEqual(environments.map(({ name }: { name: string }) => name).toSorted(), names.toSorted())
    assert.ok(images.length >= 9)
    for (const [from, to] of [
      ['development', 'production'],
      ['production', 'c3'],
    ] as const) {
      const args = ['promote', from, to, '--offline', '--format', 'json']
      const { out } = await fluxmark(folder, folder, ...args, '--dry-run')
      const { changes, skipped } = JSON.parse(out) as {
        changes: { file: string; line: number; old: string; new: string; setter: string }[]
        skipped: { file: string; code: string }[]
      }
      const before = new Map(
        changes.map(({ file }) => [file, readFileSync(join(folder, file), 'utf8')] as const),
      )
      assert.deepEqual(
        changes.map(({ file, setter }) => [file, setter]),
        [[`clusters/${to}/infrastructure/third-party/grafana.yaml`, 'flux-system:grafana-chart:tag']],
      )
      assert.ok(skipped.some(({ code }) => code === 'promote-shared-base'))
      const { code } = await fluxmark(folder, folder, ...args)
      assert.equal(code, 0)
      for (const { file, line, old, new: value } of changes) {
        const expected = before.get(file)?.split('\n') ?? []
        expected[line - 1] = expected[line - 1]?.replace(old, value) ?? ''
        assert.equal(readFileSync(join(folder, file), 'utf8'), expected.join('\n'))
      }
    }
  })

  test('update changes marked values and nothing else', async () => {
    const tags = await tagsFile(folder)
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

interface Listed {
  readonly kind: string
  readonly metadata: { readonly namespace: string; readonly name: string }
  readonly spec: { readonly image?: string }
}

async function resourcesOf(folder: string): Promise<readonly Listed[]> {
  const { out } = await fluxmark(folder, folder, 'resources', '--format', 'json')
  return (JSON.parse(out) as { object: Listed }[]).map(({ object }) => object)
}

/** A tags file for every image. Every policy is a semver range or a number behind a dash: these tags satisfy one of both. */
async function tagsFile(folder: string): Promise<string> {
  const images = (await resourcesOf(folder)).flatMap(({ kind, spec }) =>
    kind === 'ImageRepository' && spec.image ? [spec.image] : [],
  )
  const tags = ['99.0.0', '1.99.0', 'master-abc-99', 'release-99']
  const path = join(folder, 'tags.json')
  writeFileSync(path, JSON.stringify(Object.fromEntries(images.map(image => [image, tags]))))
  return path
}
