import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { bumpPlan, manifest } from './bump.ts'
import { emptyRepository } from './repositories/temporary-repository.ts'

test('a disk that refuses in the middle leaves no lock and changes nothing', async t => {
  const repo = await emptyRepository(t)
  repo.write('apps/web.yaml', manifest())
  await repo.git('add', '.')
  await repo.git('commit', '-qm', 'first')
  const head = await repo.git('rev-parse', 'HEAD')
  rmSync(repo.path('.git/logs'), { recursive: true })
  writeFileSync(repo.path('.git/logs'), 'in the way')
  await assert.rejects(repo.port('builtin').commit(repo.root, bumpPlan()), {
    code: 'E_WRITE',
    message: /^A file of the repository cannot be read or written: .*logs/,
  })
  assert.equal(await repo.git('rev-parse', 'HEAD'), head)
  assert.equal(await repo.git('status', '--porcelain'), '')
  const files = readdirSync(repo.path('.git'), { recursive: true })
  assert.deepEqual(
    files.filter(file => String(file).endsWith('.lock')),
    [],
  )
})

test('a signal waits until the locks are free again', { skip: process.platform === 'win32' }, async () => {
  const module = pathToFileURL(join('build/server/src/io/git/builtin/uninterrupted.js')).href
  const script = `
    import { uninterrupted } from '${module}'
    uninterrupted(() => {
      process.kill(process.pid, 'SIGTERM')
      for (const start = Date.now(); Date.now() - start < 30; );
      process.stdout.write('done')
    })
    setTimeout(() => process.stdout.write(' and on'), 5000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  const [, signal] = await once(child, 'close')
  assert.equal(Buffer.concat(parts).toString(), 'done')
  assert.equal(signal, 'SIGTERM')
})
