import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { fluxmark } from './fluxmark.ts'

const one = `sha256:${'1'.repeat(64)}`
const two = `sha256:${'2'.repeat(64)}`

const deployment = (name: string, image: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: ${name}
          image: ${image}
`

/** A kustomize layout: a base, two overlays; the overlays say the version of `web`, the base that of `proxy`. */
const overlays = {
  'base/kustomization.yaml': 'resources: [web.yaml, proxy.yaml]\n',
  'base/web.yaml': deployment('web', 'ghcr.io/shop/web:0.1.0'),
  'base/proxy.yaml': deployment('proxy', 'ghcr.io/shop/proxy:3.0.0'),
  'overlays/staging/kustomization.yaml': `resources: [../../base, api-staging.yaml]
images:
  - name: ghcr.io/shop/web
    newTag: 1.2.0 # {"$imagepolicy": "apps:web:tag"}
    digest: ${two}
`,
  'overlays/staging/api-staging.yaml': deployment('api-staging', `ghcr.io/shop-staging/api:2.0.0 # newest`),
  'overlays/production/kustomization.yaml': `# what customers see
resources:
  - ../../base
  - api-production.yaml
images:
  - name: ghcr.io/shop/web
    newTag: "1.1.0"
    digest: ${one}   # pinned
`,
  'overlays/production/api-production.yaml': deployment(
    'api-production',
    '"ghcr.io/shop-production/api:1.9.0"',
  ),
}

const tags = {
  images: {
    'ghcr.io/shop/web': { tags: ['1.1.0', '1.2.0'], digests: { '1.2.0': two } },
    'ghcr.io/shop-staging/api': { tags: ['2.0.0'], digests: { '2.0.0': two } },
    'ghcr.io/shop-production/api': { tags: ['1.9.0', '2.0.0'], digests: { '2.0.0': two } },
  },
}

describe('promote', () => {
  test('moves tag and digest together, to counterparts of other names too, and touches no marker', async t => {
    const { json, read } = fleet(t, overlays)
    const { code, answer } = await json('promote', 'staging', 'production')
    assert.equal(code, 0)
    assert.deepEqual(
      answer.changes.map(({ file, line, old, new: value, setter, from }: Changed) => [
        file,
        line,
        old,
        value,
        setter,
        from.line,
      ]),
      [
        [
          'overlays/production/api-production.yaml',
          12,
          'ghcr.io/shop-production/api:1.9.0',
          'ghcr.io/shop-production/api:2.0.0',
          '',
          12,
        ],
        ['overlays/production/kustomization.yaml', 7, '1.1.0', '1.2.0', '', 4],
        ['overlays/production/kustomization.yaml', 8, one, two, '', 5],
      ],
    )
    assert.deepEqual(answer.changes[0].from, {
      file: 'overlays/staging/api-staging.yaml',
      line: 12,
      value: 'ghcr.io/shop-staging/api:2.0.0',
    })
    assert.equal(
      read('overlays/production/kustomization.yaml'),
      overlays['overlays/production/kustomization.yaml'].replace('1.1.0', '1.2.0').replace(one, two),
    )
    const again = await json('promote', 'staging', 'production')
    assert.deepEqual(again.answer.changes, [])
  })

  test('reports a base that both build on, and does not write it', async t => {
    const { json, read } = fleet(t, overlays)
    const { answer } = await json('promote', 'overlays/staging', 'overlays/production')
    const [base, ...others] = answer.skipped
    assert.deepEqual(others, [])
    assert.equal(base.code, 'promote-shared-base')
    assert.equal(`${base.file}:${base.line}`, 'base/proxy.yaml:12')
    assert.equal(read('base/proxy.yaml'), overlays['base/proxy.yaml'])
  })

  test('an image that only the target takes from the base is not written there', async t => {
    const { json, read } = fleet(t, {
      ...overlays,
      'overlays/production/kustomization.yaml': 'resources: [../../base]\n',
    })
    const { answer } = await json('promote', 'staging', 'production', '--image', 'web')
    assert.deepEqual(answer.changes, [])
    assert.deepEqual(
      answer.skipped.map(({ code }: { code: string }) => code),
      ['promote-shared-base'],
    )
    assert.match(answer.skipped[0].reason, /base\/web\.yaml/)
    assert.equal(read('base/web.yaml'), overlays['base/web.yaml'])
  })

  test('what the target’s registry lacks, or has as another image, is skipped', async t => {
    const lacking = structuredClone(tags)
    lacking.images['ghcr.io/shop-production/api'].tags = ['1.9.0']
    lacking.images['ghcr.io/shop/web'].digests['1.2.0'] = one
    const { json } = fleet(t, overlays, lacking)
    const { code, answer } = await json('promote', 'staging', 'production')
    assert.equal(code, 0)
    assert.deepEqual(answer.changes, [])
    const codes = answer.skipped.map(({ file, code }: { file: string; code: string }) => `${file} ${code}`)
    assert.ok(codes.includes('overlays/production/api-production.yaml promote-tag-missing'), codes.join('\n'))
    assert.ok(
      codes.includes('overlays/production/kustomization.yaml promote-digest-differs'),
      codes.join('\n'),
    )
  })

  test('a pinned value waits for the digest of its new tag', async t => {
    const { json } = fleet(
      t,
      {
        ...overlays,
        'overlays/staging/kustomization.yaml': overlays['overlays/staging/kustomization.yaml'].replace(
          / {4}digest.*\n/,
          '',
        ),
      },
      { images: {} },
    )
    const { answer } = await json('promote', 'staging', 'production', '--image', 'ghcr.io/shop/web')
    assert.deepEqual(answer.changes, [])
    assert.deepEqual(
      answer.skipped.map(({ code }: { code: string }) => code),
      ['promote-digest-unknown'],
    )
  })

  test('commits on a branch of its own, and leaves the files alone', async t => {
    const { json, read, git } = fleet(t, overlays)
    const { code, answer } = await json('promote', 'staging', 'production', '--commit')
    assert.equal(code, 0)
    assert.equal(answer.commit.branch, 'promote-staging-to-production')
    assert.match(answer.commit.message, /^Promote staging to production\n\n- overlays\/production/)
    assert.equal(
      read('overlays/production/kustomization.yaml'),
      overlays['overlays/production/kustomization.yaml'],
    )
    assert.match(
      git('show', `${answer.commit.branch}:overlays/production/kustomization.yaml`),
      /newTag: "1\.2\.0"/,
    )
    const again = await json('promote', 'staging', 'production', '--commit')
    assert.equal(again.answer.commit, null)
  })

  test('says which automation would take a value back', async t => {
    const { json } = fleet(t, marked)
    const { answer } = await json('promote', 'staging', 'production')
    assert.deepEqual(
      answer.changes.map(({ new: value, against }: { new: string; against: { code: string } }) => [
        value,
        against.code,
      ]),
      [['ghcr.io/shop/web:1.2.0', 'promote-taken-back']],
    )
    assert.match(
      answer.changes[0].against.reason,
      /ImageUpdateAutomation flux-system:all writes ghcr\.io\/shop\/web:1\.1\.0 here/,
    )
  })

  test('without operands shows which version each environment has', async t => {
    const { run } = fleet(t, overlays)
    const { out } = await run('promote')
    assert.match(out, /^IMAGE +STAGING +PRODUCTION$/m)
    assert.match(out, /^ghcr\.io\/shop\/web +1\.2\.0 +1\.1\.0 ↓$/m)
  })

  test('an environment that is none is named, with those that there are', async t => {
    const { run } = fleet(t, overlays)
    const { code, err } = await run('promote', 'staging', 'live')
    assert.equal(code, 2)
    assert.match(
      err,
      /live: there is no such environment or folder; environments here are staging, production/,
    )
  })

  const kubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0
  const skip = kubectl ? false : 'needs kubectl: apt-get install -y kubernetes-client'
  test('what kustomize builds differs by these values alone', { skip }, async t => {
    const { json, build } = fleet(t, overlays)
    const before = { staging: build('overlays/staging'), production: build('overlays/production') }
    await json('promote', 'staging', 'production')
    assert.equal(build('overlays/staging'), before.staging)
    assert.equal(
      build('overlays/production'),
      before.production.replace(`web:1.1.0@${one}`, `web:1.2.0@${two}`).replace('api:1.9.0', 'api:2.0.0'),
    )
    assert.notEqual(build('overlays/production'), before.production)
  })
})

const marked = {
  'staging/web.yaml': deployment('web', 'ghcr.io/shop/web:1.2.0'),
  'production/web.yaml': deployment('web', 'ghcr.io/shop/web:1.0.0 # {"$imagepolicy": "flux-system:web"}'),
  'flux/images.yaml': `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: flux-system}
spec: {image: ghcr.io/shop/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: flux-system}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.1.x}}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: flux-system}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: flux-system}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: flux@example.com}}, push: {branch: main}}
  update: {path: ./production, strategy: Setters}
`,
}

interface Changed {
  readonly file: string
  readonly line: number
  readonly old: string
  readonly new: string
  readonly setter: string
  readonly from: { readonly line: number }
}

/** Files in a real Git repository, with a tags file beside it. */
function fleet(t: TestContext, files: Readonly<Record<string, string>>, answers: object = tags) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-promote-')))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const [root, home, tagsPath] = [join(folder, 'fleet'), join(folder, 'home'), join(folder, 'tags.json')]
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  writeFileSync(tagsPath, JSON.stringify(answers))
  mkdirSync(home)
  writeFileSync(join(home, '.gitconfig'), '[user]\nname = Ada\nemail = ada@example.com\n')
  const env = { PATH: process.env.PATH, HOME: home }
  const inRoot = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd: root, encoding: 'utf8', env })
  const git = (...args: readonly string[]) => inRoot('git', ...args)
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'Start')
  const run = (...args: readonly string[]) => fluxmark(root, home, ...args, '--tags', tagsPath)
  const json = async (...args: readonly string[]) => {
    const { code, out, err } = await run(...args, '--format', 'json')
    assert.notEqual(out, '', err)
    return { code, err, answer: JSON.parse(out) }
  }
  const build = (path: string) => inRoot('kubectl', 'kustomize', path)
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  return { git, run, json, read, build }
}
