import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fluxmark } from './fluxmark.ts'

/** Two environments with an automation each; a branch that narrows a range, moves a path and adds a marker. */
let work: string
let root: string
before(() => {
  work = mkdtempSync(join(tmpdir(), 'fluxmark-diff-'))
  root = join(work, 'fleet')
  git('init', '-q', '-b', 'main')
  for (const name of ['production', 'staging']) {
    write(`clusters/${name}/web.yaml`, value(name, '1.0.0'))
    write(`clusters/${name}/images.yaml`, images(name, '1.x', `./clusters/${name}`))
  }
  write('../tags.json', JSON.stringify({ 'ghcr.io/acme/web': ['1.0.0', '1.1.0', '1.2.0', '2.0.0'] }))
  commit('before')
  git('checkout', '-q', '-b', 'topic')
  write('clusters/production/images.yaml', images('production', '1.1.x', './clusters/production'))
  write('clusters/staging/images.yaml', images('staging', '1.x', './clusters/stage'))
  write('clusters/production/api.yaml', value('production', '1.1.0'))
  // What is only moved, or only written to what Flux writes anyway, is no difference.
  write('clusters/production/web.yaml', `# moved\n\n${value('production', '1.0.0')}`)
  commit('after')
  git('checkout', '-q', 'main')
  write('clusters/staging/web.yaml', value('staging', '1.2.0'))
  commit('meanwhile')
  git('checkout', '-q', 'topic')
})
after(() => rmSync(work, { recursive: true, force: true }))

function git(...args: readonly string[]): void {
  const env = { ...process.env, HOME: work, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com']
  mkdirSync(root, { recursive: true })
  execFileSync('git', [...who, ...args], { cwd: root, env, stdio: 'pipe' })
}
function commit(title: string): void {
  git('add', '-A')
  git('commit', '-q', '-m', title)
}
function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}
function value(name: string, tag: string): string {
  return `image: ghcr.io/acme/web:${tag} # {"$imagepolicy": "${name}:web"}\n`
}
function images(namespace: string, range: string, path: string): string {
  return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: ${namespace}}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: ${namespace}}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: ${range}}}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: ${namespace}}
spec:
  interval: 5m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    commit: {author: {email: flux@acme.example}}
    push: {branch: main}
  update: {path: ${path}}
`
}
const diff = (...args: readonly string[]) => fluxmark(root, work, 'diff', ...args, '--tags', '../tags.json')

test('diff says what Flux will write otherwise, per environment', async () => {
  const { code, out, err } = await diff('main...topic', '--format', 'json')
  assert.deepEqual([code, err], [0, ''])
  const { values, markers, policies } = JSON.parse(out)
  assert.deepEqual(values, [
    {
      file: 'clusters/production/web.yaml',
      line: 3,
      setter: 'production:web',
      environment: 'production',
      old: 'ghcr.io/acme/web:1.2.0',
      new: 'ghcr.io/acme/web:1.1.0',
    },
  ])
  assert.deepEqual(
    markers.map(({ reason, ...one }: { reason: string | null }) => ({ ...one, hasReason: reason !== null })),
    [
      {
        file: 'clusters/production/api.yaml',
        line: 1,
        setter: 'production:web',
        environment: 'production',
        change: 'reached',
        value: 'ghcr.io/acme/web:1.1.0',
        hasReason: false,
      },
      {
        file: 'clusters/staging/web.yaml',
        line: 1,
        setter: 'staging:web',
        environment: 'staging',
        change: 'lost',
        value: null,
        hasReason: true,
      },
    ],
  )
  assert.deepEqual(policies, [
    {
      policy: 'production:web',
      environment: 'production',
      image: 'ghcr.io/acme/web',
      old: '1.2.0',
      new: '1.1.0',
      reason: null,
    },
  ])
})

test('diff is the other way round the other way round, and nothing between a commit and itself', async () => {
  const { values, markers, policies } = JSON.parse((await diff('topic..main', '--format', 'json')).out)
  assert.deepEqual(
    [values.length, markers.map(({ change }: { change: string }) => change), policies[0].new],
    [1, ['lost', 'reached'], '1.2.0'],
  )
  const same = await diff('topic..')
  assert.deepEqual([same.code, same.out], [0, 'Flux will write the same as before.\n'])
})

test('diff speaks to people, and to a pull request', async () => {
  const text = await diff('main...topic')
  assert.match(
    text.out,
    /production +clusters\/production\/web\.yaml:3 +production:web +ghcr\.io\/acme\/web:1\.2\.0 +ghcr/,
  )
  assert.match(
    text.out,
    /\n1 value written otherwise, 1 marker reached, 1 lost, 1 policy with another tag\n$/,
  )
  const { out } = await diff('main...topic', '--format', 'markdown')
  assert.match(out, /^## What this changes for Flux\n/)
  assert.match(out, /\| `production` \| `clusters\/production\/web\.yaml:3` \| `production:web` \|/)
})

test('diff wants two commits that are there', async () => {
  for (const args of [[], ['main'], ['main..topic', 'x']])
    assert.equal((await diff(...args)).code, 2, args.join())
  const { code, err } = await diff('nowhere..topic')
  assert.equal(code, 3)
  assert.match(err, /There is no commit nowhere/)
})
