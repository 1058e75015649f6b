import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type DebianRegistry, debianSkip, startDebianRegistry, USER } from '../io/registry/debian-registry.ts'
import { fluxmark } from './fluxmark.ts'

/** `examples/tutorial` as people paste it, its image in Debian's docker-registry behind a login. */
describe('the tutorial, against a real registry with a login', { skip: debianSkip }, () => {
  let registry: DebianRegistry
  let work: string
  let repository: string
  let home: string
  let stranger: string

  before(async () => {
    registry = await startDebianRegistry('htpasswd', [
      '1.2.3',
      '1.5.2',
      '1.5.3',
      '2.0.0',
      '1.6.0-rc.1',
      'latest',
    ])
    work = mkdtempSync(join(tmpdir(), 'fluxmark-cli-'))
    repository = join(work, 'repository')
    home = join(work, 'home')
    stranger = join(work, 'stranger')
    mkdirSync(join(home, '.docker'), { recursive: true })
    mkdirSync(stranger)
    const auth = Buffer.from(`${USER.username}:${USER.password}`).toString('base64')
    writeFileSync(join(home, '.docker/config.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }))
    cpSync(join(import.meta.dirname, '../../../examples/tutorial'), repository, { recursive: true })
    for (const name of readdirSync(repository)) {
      const path = join(repository, name)
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('registry.example.com', registry.host))
    }
    git('init', '-q', '-b', 'main')
    git('config', 'user.name', 'A User')
    git('config', 'user.email', 'user@example.com')
    git('add', '-A')
    git('commit', '-q', '-m', 'Deploy checkout')
  })
  after(async () => {
    await registry.close()
    rmSync(work, { recursive: true, force: true })
  })

  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'core.hooksPath=', '-c', 'commit.gpgsign=false', ...args], {
      cwd: repository,
      encoding: 'utf8',
    })
  const json = async (...args: readonly string[]) => {
    const { code, out } = await fluxmark(repository, home, ...args, '--format', 'json')
    return { code, answer: JSON.parse(out) }
  }

  test('tags lists them as Flux sees them, with the docker config', async () => {
    const { code, answer } = await json('tags', `${registry.host}/team/checkout`)
    assert.equal(code, 0)
    assert.deepEqual(answer.tags, ['latest', '2.0.0', '1.6.0-rc.1', '1.5.3', '1.5.2', '1.2.3'])
    assert.match(answer.credential, /docker/)
    assert.equal(answer.error, null)
    assert.equal(answer.dropped, 0)
    assert.equal(answer.canonical, `${registry.host}/team/checkout`)
  })

  test('without the login tags says so, in words and as a code', async () => {
    const { code, out, err } = await fluxmark(
      repository,
      stranger,
      'tags',
      `${registry.host}/team/checkout`,
      '--format',
      'json',
    )
    assert.equal(code, 3)
    assert.equal(JSON.parse(out).error.code, 'E_LOGIN_NEEDED')
    assert.match(err, /login/)
  })

  test('without consent nothing is asked, and the flag is named', async () => {
    const { code, out } = await fluxmark(repository, stranger, 'policies', '--format', 'json')
    assert.equal(code, 3)
    const [policy] = JSON.parse(out)
    assert.equal(policy.state, 'failed')
    assert.match(policy.reason, /--allow-host/)
  })

  test('policies selects the newest 1.x', async () => {
    const { code, answer } = await json('policies')
    assert.equal(code, 0)
    assert.deepEqual(answer, [
      {
        policy: 'flux-system:checkout',
        image: `${registry.host}/team/checkout`,
        state: 'latest',
        latest: { name: `${registry.host}/team/checkout`, tag: '1.5.3' },
        reason: '',
        tags: { listed: 6, excluded: 0, matched: 6, eligible: 3 },
        markers: 1,
        file: 'registry.yaml',
        line: 13,
      },
    ])
  })

  test('scan makes a file that --tags reads, without a request', async () => {
    const file = join(work, 'tags.json')
    assert.equal((await fluxmark(repository, home, 'scan', '-o', file)).code, 0)
    const { images } = JSON.parse(readFileSync(file, 'utf8'))
    assert.equal(images[`${registry.host}/team/checkout`].tags.length, 6)
    const { out } = await fluxmark(repository, stranger, 'policies', '--tags', file, '--format', 'json')
    assert.equal(JSON.parse(out)[0].latest.tag, '1.5.3')
    assert.equal((await fluxmark(repository, stranger, 'scan', '--allow-host', registry.host)).code, 3)
  })

  test('check names what is outdated, in the place', async () => {
    const { answer } = await json('check')
    const outdated = answer.diagnostics.find(({ code }: { code: string }) => code === 'outdated')
    assert.equal(outdated.file, 'deployment.yaml')
    assert.equal(outdated.line, 17)
    assert.equal(outdated.severity, 'information')
    assert.equal(outdated.message, '1.5.3 is the latest tag of flux-system:checkout, 1.2.3 is written here')
    assert.equal(answer.summary.outdated, 1)
  })

  test('the bump is committed alone while another hunk of the file is not staged', async () => {
    const path = join(repository, 'deployment.yaml')
    const committed = readFileSync(path, 'utf8')
    writeFileSync(path, committed.replace('containerPort: 8080', 'containerPort: 9090'))
    const { code, answer } = await json('update', '--commit')
    assert.equal(code, 0)
    assert.deepEqual(answer.changes, [
      {
        file: 'deployment.yaml',
        line: 17,
        setter: 'flux-system:checkout',
        old: `${registry.host}/team/checkout:1.2.3`,
        new: `${registry.host}/team/checkout:1.5.3`,
        object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'checkout' },
      },
    ])
    assert.equal(answer.commit.branch, 'main')
    const bumped = committed.replace('checkout:1.2.3 ', 'checkout:1.5.3 ')
    assert.equal(git('rev-parse', 'HEAD').trim(), answer.commit.oid)
    assert.equal(git('show', 'HEAD:deployment.yaml'), bumped)
    assert.equal(git('show', '--format=', '--numstat').trim(), '1\t1\tdeployment.yaml')
    assert.match(git('diff', '-U0'), /-\s+- containerPort: 8080\n\+\s+- containerPort: 9090\n$/)
    assert.equal(git('diff', '--cached'), '')
    assert.equal(git('status', '--porcelain'), ' M deployment.yaml\n')
    assert.equal(git('fsck', '--strict'), '')
    assert.equal(readFileSync(path, 'utf8'), bumped.replace('8080', '9090'))
    const again = await json('update', '--commit')
    assert.deepEqual([again.answer.changes, again.answer.commit], [[], null])
  })

  test('--branch commits there and leaves the files here as they are; --push pushes it', async () => {
    git('reset', '-q', '--hard', 'HEAD^')
    const bare = join(work, 'bare.git')
    execFileSync('git', ['init', '-q', '--bare', bare])
    git('remote', 'add', 'origin', bare)
    const { code, answer } = await json(
      'update',
      '--commit',
      '--branch',
      'flux-image-updates',
      '--push',
      '--message',
      'Bump',
    )
    assert.equal(code, 0)
    assert.deepEqual([answer.commit.branch, answer.commit.message], ['flux-image-updates', 'Bump'])
    assert.equal(git('status', '--porcelain'), '')
    assert.equal(
      git('show', '--format=%s', '--numstat', 'flux-image-updates').trim(),
      'Bump\n\n1\t1\tdeployment.yaml',
    )
    assert.equal(git('--git-dir', bare, 'rev-parse', 'flux-image-updates').trim(), answer.commit.oid)
    const refused = await fluxmark(repository, home, 'update', '--branch', 'x')
    assert.equal(refused.code, 2)
    assert.match(refused.err, /--branch goes with --commit/)
  })
})
