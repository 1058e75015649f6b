import assert from 'node:assert/strict'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { askHelper } from '../../../server/src/io/credentials/helper.ts'
import { rejects } from '../registry/contract.ts'
import { standIns } from './stand-in.ts'

const { signal } = new AbortController()
const skip = process.platform === 'win32' && 'stand-ins are shell scripts'

describe('a credential helper', { skip }, () => {
  const options = (folder: string, more: object = {}) => ({
    env: { PATH: `${folder}:/usr/bin:/bin`, HOME: homedir() },
    outside: [],
    ...more,
  })

  test('is asked on stdin and answers in JSON', async context => {
    const { folder, program } = standIns(context)
    program(
      'docker-credential-x',
      'read host; echo "{\\"ServerURL\\":\\"$host\\",\\"Username\\":\\"me\\",\\"Secret\\":\\"for $host $1\\"}"',
    )
    const login = await askHelper('x', 'ghcr.io', options(folder), signal)
    assert.deepEqual(login, { username: 'me', password: 'for ghcr.io get' })
  })

  test('gives an identity token under the name <token>', async context => {
    const { folder, program } = standIns(context)
    program('docker-credential-x', `echo '{"Username":"<token>","Secret":"t"}'`)
    assert.deepEqual(await askHelper('x', 'ghcr.io', options(folder), signal), { identityToken: 't' })
  })

  test('that holds nothing is no failure', async context => {
    const { folder, program } = standIns(context)
    program('docker-credential-x', 'echo "credentials not found in native keychain"; exit 1')
    assert.equal(await askHelper('x', 'ghcr.io', options(folder), signal), undefined)
  })

  test('that is missing, fails, talks junk or has a strange name is named; what it says is not shown', async context => {
    const { folder, program } = standIns(context)
    const ask = (name: string) => askHelper(name, 'ghcr.io', options(folder), signal)
    program('docker-credential-fails', 'echo s3cret; echo s3cret >&2; exit 3')
    program('docker-credential-junk', 'echo "s3cret{"')
    program('docker-credential-empty', 'echo "{}"')
    program('docker-credential-floods', 'head -c 100000 /dev/zero')
    await rejects(
      ask('missing'),
      'E_HELPER_MISSING',
      /^docker-credential-missing is not installed or not on PATH\.$/,
    )
    await rejects(ask('fails'), 'E_HELPER', /^docker-credential-fails failed \(exit 3\)\.$/)
    await rejects(ask('junk'), 'E_HELPER', /^[^{]*not JSON\.$/)
    await rejects(ask('empty'), 'E_HELPER', /no login/)
    await rejects(ask('floods'), 'E_HELPER', /65536 bytes/)
    for (const name of ['../x', 'a b', 'x;y', '', 'x/y', '$(x)'])
      await rejects(ask(name), 'E_HELPER', /no plain name/)
  })

  test('that hangs is killed with all that it started', async context => {
    const { folder, program } = standIns(context)
    const mark = join(folder, 'alive')
    program('docker-credential-x', `(sleep 0.2; touch ${mark}) & sleep 60`)
    await rejects(
      askHelper('x', 'ghcr.io', options(folder, { programTimeout: 100 }), signal),
      'E_HELPER_TIMEOUT',
    )
    program('docker-credential-y', `sleep 0.3; echo '{"Username":"me","Secret":"s"}'`)
    await askHelper('y', 'ghcr.io', options(folder), signal)
    assert.ok(!existsSync(mark))
  })

  test('inside the workspace is never run, not by a link either; nor one that PATH names relatively', async context => {
    const { folder } = standIns(context)
    const workspace = join(folder, 'workspace')
    const bin = join(folder, 'bin')
    for (const path of [workspace, bin]) mkdirSync(path)
    const evil = join(workspace, 'docker-credential-x')
    writeFileSync(evil, `#!/bin/sh\necho '{"Username":"evil","Secret":"s"}'\n`, { mode: 0o755 })
    symlinkSync(evil, join(bin, 'docker-credential-x'))
    for (const PATH of [workspace, bin, 'workspace', '.', '', `:${workspace}`]) {
      const ask = askHelper('x', 'ghcr.io', { env: { PATH }, outside: [workspace] }, signal)
      await rejects(ask, 'E_HELPER_MISSING')
    }
  })

  test('runs from home, not from where we stand', async context => {
    const { folder, program } = standIns(context)
    program('docker-credential-x', `echo "{\\"Username\\":\\"me\\",\\"Secret\\":\\"$(pwd)\\"}"`)
    assert.equal((await askHelper('x', 'ghcr.io', options(folder), signal))?.password, homedir())
  })

  test('is not waited for when the user has gone', async context => {
    const { folder, program } = standIns(context)
    program('docker-credential-x', 'sleep 60')
    await rejects(askHelper('x', 'ghcr.io', options(folder), AbortSignal.abort()), 'E_CANCELLED')
  })
})
