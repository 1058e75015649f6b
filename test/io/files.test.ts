import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createFiles } from '../../server/src/io/files/files.ts'

const root = mkdtempSync(join(tmpdir(), 'fluxmark-files-'))
after(() => rmSync(root, { recursive: true, force: true }))
const marked = 'image: a/b:1 # {"$imagepolicy": "apps:b"}\n'

function put(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

test('a folder of all sorts: what is to be read is read, and nothing holds up the rest', async () => {
  put('a-b/x.yaml', marked)
  put('a/x.yaml', 'kind: Deployment\n')
  put('a/kustomization.yaml', 'resources: []\n')
  put('a/größe.yaml', `# größe\n${marked}`)
  put('a/empty.yaml', '')
  put('a/page.yaml', `${'#'.repeat(4095)}\n${marked}`)
  put('a/huge.yaml', `${marked}${'a: b\n'.repeat(1_000_000)}`)
  put('a/notes.txt', marked)
  put('node_modules/x.yaml', marked)
  put('nested/.git', 'gitdir: elsewhere\n')
  put('nested/x.yaml', marked)
  symlinkSync('..', join(root, 'a/loop'))
  symlinkSync('/etc/hostname', join(root, 'a/link.yaml'))
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(root, 'a/pipe.yaml')])
  put('closed/x.yaml', marked)
  chmodSync(join(root, 'closed'), 0)
  const files = createFiles({ root })
  const found = await files.list()
  chmodSync(join(root, 'closed'), 0o755)

  const paths = found.map(({ path }) => path)
  assert.deepEqual(paths, paths.toSorted())
  const read = found.flatMap(({ path, text }) => (text === undefined ? [] : [path]))
  assert.deepEqual(
    read.filter(path => !path.startsWith('closed/')),
    ['a-b/x.yaml', 'a/größe.yaml', 'a/kustomization.yaml', 'a/page.yaml'],
  )
  assert.equal(found.find(({ path }) => path === 'a/größe.yaml')?.text, `# größe\n${marked}`)
  assert.equal(found.find(({ path }) => path === 'a/page.yaml')?.text?.endsWith(marked), true)
  assert.equal(
    paths.some(path => /notes|node_modules|nested|loop/.test(path) && path !== 'a/notes.txt'),
    false,
  )
  assert.equal(await files.read('a/huge.yaml'), undefined)
})

test('more files are read where a word is asked for', async () => {
  const found = await createFiles({ root, within: 'a' }).list(['kind: Deploy'])
  assert.equal(found.find(({ path }) => path === 'a/x.yaml')?.text, 'kind: Deployment\n')
})

test('a line that is saved while a file is to be written stays, and mode and BOM too', async () => {
  const path = join(root, 'saved.yaml')
  writeFileSync(path, '\ufeffa: 1\r\n')
  chmodSync(path, 0o664)
  const seen: string[] = []
  const text = await createFiles({ root }).edit('saved.yaml', now => {
    // Somebody saves a line between our reading and our writing.
    if (seen.push(now) === 1) writeFileSync(path, '\ufeffa: 1\r\nmine: 2\r\n')
    return now.replace('a: 1', 'a: 3')
  })
  assert.equal(text, '\ufeffa: 3\r\nmine: 2\r\n')
  assert.equal(readFileSync(path, 'utf8'), text)
  assert.equal(statSync(path).mode & 0o777, 0o664)
  assert.equal(seen.length, 2)
})
