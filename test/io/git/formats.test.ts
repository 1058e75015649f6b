import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import { revertLines } from '../../../server/src/io/git/commit/revert-lines.ts'
import { parseIndex } from '../../../server/src/io/git/index/parse-index.ts'
import { patchIndex } from '../../../server/src/io/git/index/patch-index.ts'
import { blobText } from '../../../server/src/io/git/objects/blob-text.ts'
import { newObject } from '../../../server/src/io/git/objects/git-object.ts'
import { pack, packIndex } from '../../../server/src/io/git/objects/pack.ts'
import { parseTree, patchTree } from '../../../server/src/io/git/objects/tree.ts'
import { emptyRepository } from './repositories/temporary-repository.ts'

const oid = fc.uint8Array({ minLength: 20, maxLength: 20 }).map(bytes => Buffer.from(bytes).toString('hex'))
const name = fc
  .uint8Array({ minLength: 1, maxLength: 300 })
  .map(bytes =>
    Buffer.from(bytes.map(byte => (byte === 0 || byte === 0x2f ? 0x61 : byte))).toString('latin1'),
  )

test('a patched tree differs in the patched names and nowhere else', () => {
  const entry = fc.record(
    { mode: fc.constantFrom('100644', '40000', '160000'), name, oid },
    { noNullPrototype: true },
  )
  const entries = fc.uniqueArray(entry, { maxLength: 12, selector: ({ name }) => name })
  fc.assert(
    fc.property(entries, fc.nat(), oid, (entries, choice, other) => {
      const tree = Buffer.concat(
        entries.map(({ mode, name, oid }) =>
          Buffer.concat([Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(oid, 'hex')]),
        ),
      )
      assert.deepEqual(parseTree(tree), entries)
      const chosen = entries[choice % Math.max(1, entries.length)]
      const oids = new Map(chosen ? [[chosen.name, other]] : [])
      const expected = entries.map(entry => (entry === chosen ? { ...entry, oid: other } : entry))
      assert.deepEqual(parseTree(patchTree(tree, oids)), expected)
      assert.ok(patchTree(tree, new Map()).equals(tree))
    }),
    { numRuns: 200 },
  )
})

test('bytes that are no tree or no index are refused, never thrown over', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      parseTree(Buffer.from(bytes))
      for (const head of [
        '',
        'DIRC\0\0\0\x02\0\0\0\x01',
        'DIRC\0\0\0\x04\0\0\0\x02',
        'DIRC\0\0\0\x09\0\0\0\x00',
      ]) {
        const file = Buffer.concat([Buffer.from(head, 'latin1'), bytes, Buffer.alloc(20)])
        try {
          parseIndex(file, new Set(['a']))
        } catch (error) {
          assert.match(String((error as { code?: string }).code), /^E_(?:INDEX|NEED_SYSTEM_GIT)$/)
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('an index of any version is patched at one entry, and Git reads the rest as before', async t => {
  const repo = await emptyRepository(t)
  const blob = (await repo.gitIn(repo.root, ['hash-object', '-w', '--stdin'], 'one')).trim()
  const other = (await repo.gitIn(repo.root, ['hash-object', '-w', '--stdin'], 'two')).trim()
  const paths = fc.uniqueArray(
    fc.array(fc.constantFrom('a', 'bb', 'deep', 'x'.repeat(200), 'é', 'z.yaml'), {
      minLength: 1,
      maxLength: 4,
    }),
    { minLength: 1, maxLength: 12, selector: parts => parts[0] ?? '' },
  )
  await fc.assert(
    fc.asyncProperty(
      paths,
      fc.constantFrom('2', '4'),
      fc.boolean(),
      fc.nat(),
      async (parts, version, isExtended, choice) => {
        const names = parts.map(parts => Buffer.from(parts.join('/')).toString('latin1'))
        await repo.git('read-tree', '--empty')
        const info = names.map(name => `100644 ${blob}\t${name}\0`).join('')
        await repo.gitIn(
          repo.root,
          ['update-index', '--index-version', version, '--add', '-z', '--index-info'],
          info,
        )
        const chosen = names[choice % names.length] ?? ''
        if (isExtended)
          await repo.gitIn(repo.root, ['update-index', '-z', '--skip-worktree', '--stdin'], `${chosen}\0`)
        const before = await repo.git('ls-files', '-s', '-v', '-z')
        const bytes = repo.read('.git/index')
        const index = parseIndex(bytes, new Set(names))
        assert.deepEqual([...index.entries.keys()].sort(), [...names].sort())
        repo.write('.git/index', patchIndex(bytes, index, new Map([[chosen, other]])))
        const after = await repo.git('ls-files', '-s', '-v', '-z')
        assert.equal(after, before.replace(`${blob} 0\t${chosen}\0`, `${other} 0\t${chosen}\0`))
      },
    ),
    { numRuns: 15, interruptAfterTimeLimit: 3000 },
  )
})

test('a blob comes back from its text byte by byte', () => {
  const bom = fc.constantFrom([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf])
  const bytes = fc.tuple(bom, fc.uint8Array()).map(([mark, rest]) => Buffer.concat([Buffer.from(mark), rest]))
  fc.assert(
    fc.property(bytes, bytes => {
      const { text, encode } = blobText(bytes)
      assert.ok(encode(text).equals(bytes))
    }),
    { numRuns: 500 },
  )
  for (const encoding of ['utf8', 'utf16le', 'latin1'] as const) {
    const { text, encode } = blobText(
      Buffer.from('\uFEFFtag: 1.2\r\n'.slice(encoding === 'latin1' ? 1 : 0), encoding),
    )
    assert.equal(encode(text.replace('1.2', '1.3')).toString(encoding).replace('\uFEFF', ''), 'tag: 1.3\r\n')
  }
})

test('a pack is one that Git unpacks, with the index that Git would make', async t => {
  const repo = await emptyRepository(t)
  const objects = [0, 1, 15, 16, 2047, 2048, 70_000].map(size =>
    newObject('blob', Buffer.alloc(size, 'x'), 'sha1'),
  )
  const made = pack(objects, 'sha1')
  const packs = repo.path('.git/objects/pack')
  const input = { cwd: repo.root, input: made.bytes }
  execFileSync('git', ['index-pack', '--stdin', '--fsck-objects'], {
    ...input,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const name = `pack-${made.checksum.toString('hex')}`
  assert.ok(repo.read(`.git/objects/pack/${name}.idx`).equals(packIndex(made, 'sha1')))
  await repo.git('verify-pack', `${packs}/${name}.idx`)
  for (const { oid, data } of objects) assert.equal(await repo.git('cat-file', '-s', oid), `${data.length}\n`)
})

test('lines are changed back among the user’s own, or not at all', () => {
  const revert = (before: string, after: string, mine: string) =>
    revertLines(Buffer.from(before), Buffer.from(after), Buffer.from(mine))?.toString()
  assert.equal(revert('a\nv1\nb\n', 'a\nv2\nb\n', 'mine\na\nv2\nb\nmore\n'), 'mine\na\nv1\nb\nmore\n')
  assert.equal(revert('v1\nv9\n', 'v2\nv2\n', 'x\nv2\ny\nv2\n'), 'x\nv1\ny\nv9\n')
  assert.equal(revert('v1\n', 'v2\n', 'v3\n'), undefined)
  assert.equal(revert('v1\n', 'v2\n', 'v2\nv2\n'), undefined)
  assert.equal(revert('v1\n', 'v2\nv2\n', 'v2\nv2\n'), undefined)
})
