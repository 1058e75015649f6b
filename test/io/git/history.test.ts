import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createGit } from '../../../server/src/io/git/create-git.ts'
import type { Git } from '../../../server/src/ports.ts'

let work: string
let root: string
const gits: Readonly<Record<string, Git>> = Object.fromEntries(
  (['builtin', 'system'] as const).map(engine => [
    engine,
    createGit({
      trusted: () => true,
      engine: () => engine,
      environment: { variables: process.env, home: tmpdir() },
      clock: { now: () => 0 },
    }),
  ]),
)

/** A history of 40 commits by `git fast-import`, each with one parent or two of the five before it. */
before(() => {
  work = mkdtempSync(join(tmpdir(), 'fluxmark-history-'))
  root = join(work, 'repo')
  mkdirSync(root)
  git('init', '-q', '-b', 'main')
  const parents = (n: number) =>
    [...new Set([n - 1 - ((n * 7) % 5), n - 1 - ((n * 3) % 4)])].filter(one => one > 0)
  const commits = Array.from({ length: 40 }, (_, at) => {
    const n = at + 1
    const [from, merge] = parents(n)
    return [
      `commit refs/heads/c${n}`,
      `mark :${n}`,
      // Several commits have one time, as a rebase makes them.
      `committer A <a@example.com> ${1_700_000_000 + Math.floor(n / 3)} +0000`,
      `data ${String(n).length}`,
      String(n),
      ...(from === undefined ? [] : [`from :${from}`]),
      ...(merge === undefined ? [] : [`merge :${merge}`]),
      `M 100644 inline f${n}`,
      `data ${String(n).length}`,
      String(n),
      '',
    ].join('\n')
  })
  execFileSync('git', ['fast-import', '--quiet'], { cwd: root, input: commits.join('\n') })
  git('tag', '-a', 'v1', '-m', 'v1', 'c9')
})
after(() => rmSync(work, { recursive: true, force: true }))

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com']
  return execFileSync('git', [...who, ...args], { cwd: root, encoding: 'utf8' }).trim()
}

for (const [engine, ours] of Object.entries(gits)) {
  test(`a merge base is one of those that Git finds (${engine})`, async () => {
    for (let n = 3; n <= 40; n += engine === 'builtin' ? 3 : 12) {
      const [one, other] = [`c${n}`, `c${((n * 11) % 40) + 1}`]
      const theirs = git('merge-base', '--all', one, other).split('\n')
      const { oid } = await ours.base(root, one, other)
      assert.ok(theirs.includes(oid), `${one} ${other}: ${oid}, not ${theirs.join(' ')}`)
    }
  })

  test(`names mean the commits that they mean to Git (${engine})`, async () => {
    for (const name of [
      'c7',
      'refs/heads/c7',
      'v1',
      'v1~2',
      'c39^2',
      'c39~1^1',
      'c40^0',
      git('rev-parse', 'c3'),
    ])
      assert.equal(await ours.resolve(root, name), git('rev-parse', `${name}^{commit}`), name)
    for (const name of ['nowhere', 'c1~1', '../../HEAD', '--all', 'c1^3'])
      await assert.rejects(ours.resolve(root, name), { code: 'E_REF' }, name)
  })

  test(`a commit has the files that a clone would have, links within it followed (${engine})`, async () => {
    git('checkout', '-q', '-f', 'c40')
    mkdirSync(join(root, 'base'), { recursive: true })
    writeFileSync(join(root, 'base/kustomization.yaml'), 'resources: []\n')
    writeFileSync(join(root, 'readme.md'), '# {"$imagepolicy": "a:b"}\n')
    if (engine === 'builtin') symlinkSync('base', join(root, 'link'))
    writeFileSync(join(root, '.gitignore'), 'made\n')
    git('add', '-A')
    git('commit', '-q', '--allow-empty', '-m', engine)
    const oid = git('rev-parse', 'HEAD')
    // What is on disk does not count.
    writeFileSync(join(root, 'base/kustomization.yaml'), 'resources: [other.yaml]\n')
    writeFileSync(join(root, 'later.yaml'), 'kind: ImagePolicy\n')
    await ours.at(root, oid, async files => {
      const found = await files.list()
      const texts = found.filter(({ text }) => text !== undefined)
      assert.deepEqual(texts, [{ path: 'base/kustomization.yaml', text: 'resources: []\n' }])
      const names = git('ls-tree', '-r', '--name-only', oid).split('\n')
      assert.deepEqual(
        found.map(({ path }) => path).toSorted(),
        names.filter(name => name !== 'link').toSorted(),
      )
      assert.equal(await files.read('link/kustomization.yaml'), 'resources: []\n')
      assert.equal(await files.read('later.yaml'), undefined)
      assert.deepEqual(
        await Promise.all(['later.yaml', 'base', 'link/x', 'made/x', 'base/x'].map(files.isAbsent)),
        [true, false, false, false, true],
      )
      await assert.rejects(
        files.edit('f1', () => ''),
        { code: 'E_WRITE' },
      )
    })
    git('checkout', '-q', '-f', 'c40')
    git('clean', '-qfdx')
  })
}
