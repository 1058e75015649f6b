import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shopAt } from '../cli/bot/shop-at-forge.ts'
import { type Assistant, assistant, assistantIn, type Told } from './assistant.ts'

/** Twelve tasks, each carried out by tools alone, as a careful assistant would; no model is asked. */

const marked = (name: string, setter: string) =>
  `kind: A\nimage: ghcr.io/shop/${name}:1.0.0 # {"$imagepolicy": "${setter}"}\n`
const strict = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: strict, namespace: stage}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: '>=9.0.0'}}}
`
const night = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: night}
spec: {image: ghcr.io/shop/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: night}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: '>=1.0.0'}}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: night, namespace: night}
spec:
  suspend: true
  interval: 30m
  sourceRef: {kind: GitRepository, name: fleet}
  git: {commit: {author: {email: flux@example.com}}}
  update: {path: ./night, strategy: Setters}
`
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: db, namespace: stage}
spec:
  template:
    spec:
      containers:
        - name: db
          image: ghcr.io/shop/db:1.0.0
`

/** What an assistant does with a tool that writes: it looks at the preview, and agrees to that and nothing else. */
async function agreed(
  { call }: Pick<Assistant, 'call'>,
  name: string,
  input: Record<string, unknown>,
  look: (preview: Told['answer']) => void = () => {},
): Promise<Told['answer']> {
  const { answer, text } = await call(name, input)
  assert.ok(answer.token, text)
  look(answer.preview)
  const done = await call(name, { ...input, token: answer.token })
  assert.equal(done.isError, false, done.text)
  return done.answer
}

test('eleven tasks in one repository, which is as promised after each', async t => {
  const here = await assistant(t, {
    args: ['--allow', 'write'],
    files: {
      'staging/lost.yaml': marked('web', 'stage:none'),
      'staging/strict.yaml': marked('web', 'stage:strict'),
      'staging/odd.yaml': marked('web', 'stage:web:Tag'),
      'staging/db.yaml': deployment,
      'elsewhere/web.yaml': marked('web', 'stage:web'),
      'night/web.yaml': marked('web', 'night:web'),
      'flux/night.yaml': night,
      'flux/strict.yaml': strict,
    },
    tags: {
      'ghcr.io/shop/web': ['1.0.0', '1.1.0'],
      'ghcr.io/shop/api': ['1.0.0', '1.2.0'],
      'ghcr.io/shop/db': ['1.0.0', '1.1.0'],
    },
  })
  const { call, git, read } = here
  git('add', '-A')
  git('commit', '-q', '-m', 'As it came')
  const changed = () =>
    git('status', '--porcelain')
      .split('\n')
      .flatMap(line => line.slice(3) || [])
  const save = (message: string) => git('commit', '-qam', message)

  await t.test('audit', async () => {
    const { policies } = (await call('list_policies')).answer
    const bad = policies.filter((one: Told['answer']) => one.state !== 'latest')
    assert.deepEqual(
      bad.map((one: Told['answer']) => one.policy),
      ['stage:strict'],
    )
    const { diagnostics } = (await call('check', { profile: 'strict' })).answer
    const codes = [...new Set<string>(diagnostics.map((one: Told['answer']) => one.code))]
    for (const code of codes) {
      const { answer } = await call('describe_diagnostic', { code })
      assert.ok(answer.flux.length > 20, code)
    }
    assert.ok(codes.includes('outdated') && codes.includes('marker-policy-not-found'), codes.join(' '))
    const { images } = (await call('propose_onboarding', { list: true })).answer
    assert.deepEqual(
      images.map((one: Told['answer']) => `${one.file}:${one.line}`),
      ['staging/db.yaml:9'],
    )
    assert.deepEqual(changed(), [])
  })

  for (const [target, link, words] of [
    ['staging/lost.yaml:2', 'policy', /stage:none/],
    ['staging/strict.yaml:2', 'selection', /unable to determine latest version/],
    ['elsewhere/web.yaml:2', 'automation', /path|reach/],
    ['night/web.yaml:2', 'automation', /suspend/],
  ] as const)
    await t.test(`why is ${target} not updated`, async () => {
      const { links } = (await call('explain', { target })).answer
      const broken = links.find((one: Told['answer']) => one.ok === false)
      assert.equal(broken?.name, link, JSON.stringify(links))
      assert.match(`${broken.detail} ${broken.remedy ?? ''}`, words)
      if (link !== 'selection') return
      const { tags } = (await call('list_tags', { target })).answer
      assert.deepEqual(new Set(tags.map((one: Told['answer']) => one.stage)), new Set(['out-of-range']))
    })

  await t.test('fix all', async () => {
    await agreed(here, 'apply_fixes', {}, ({ diff }) => assert.match(diff, /^\+.*"stage:web"/m))
    assert.deepEqual(changed(), ['staging/odd.yaml'])
    const { diagnostics } = (await call('check')).answer
    assert.ok(
      !diagnostics.some((one: Told['answer']) => one.file === 'staging/odd.yaml' && one.severity === 'error'),
    )
    save('Fixed')
  })

  await t.test('onboard', async () => {
    const target = 'staging/db.yaml:9'
    const { sure, selects } = (await call('propose_onboarding', { target })).answer
    assert.deepEqual([sure, selects], [true, '1.1.0'])
    const { setter } = await agreed(here, 'onboard', { target })
    assert.match(read('staging/db.yaml'), /db:1\.0\.0 # \{"\$imagepolicy": "stage:db"\}/)
    assert.equal(setter, 'stage:db')
    const { links } = (await call('explain', { target })).answer
    assert.deepEqual(
      links.filter((one: Told['answer']) => one.ok === false),
      [],
    )
    git('add', '-A')
    save('Onboarded')
  })

  await t.test('freeze', async () => {
    const before = read('flux/stage.yaml')
    const input = { automation: ['stage:staging'], reason: 'holidays' }
    await agreed(here, 'hold', input)
    assert.deepEqual(changed(), ['flux/stage.yaml'])
    const { links } = (await call('explain', { target: 'staging/web.yaml:2' })).answer
    assert.equal(links.find((one: Told['answer']) => one.name === 'automation')?.ok, false)
    assert.deepEqual((await call('list_outdated', { paths: ['staging'] })).answer.changes, [])
    await agreed(here, 'release', { automation: ['stage:staging'] })
    assert.equal(read('flux/stage.yaml'), before)
  })

  await t.test('hold and release', async () => {
    const before = read('flux/stage.yaml')
    await agreed(here, 'hold', { policy: 'stage:web', at: '1.0.0', reason: 'login is broken' })
    const held = (await call('list_policies')).answer.policies.find(
      (one: Told['answer']) => one.policy === 'stage:web',
    )
    assert.deepEqual([held.latest.tag, held.held[0].reason], ['1.0.0', 'login is broken'])
    await agreed(here, 'release', { policy: 'stage:web' })
    assert.equal(read('flux/stage.yaml'), before)
    assert.deepEqual(changed(), [])
  })

  await t.test('promote', async () => {
    await agreed(here, 'update', { paths: ['staging/web.yaml'] })
    save('Staging is ahead')
    const input = { from: 'staging', to: 'production', image: ['web'], commit: true }
    const { commit } = await agreed(here, 'promote', input, preview =>
      assert.deepEqual(
        preview.changes.map((one: Told['answer']) => [one.file, one.new]),
        [['production/web.yaml', 'ghcr.io/shop/web:1.1.0']],
      ),
    )
    assert.equal(commit.branch, 'promote-staging-to-production')
    assert.equal(
      git('diff', '--stat', '--format=', 'main', commit.branch).trim().split('\n')[0]?.split('|')[0]?.trim(),
      'production/web.yaml',
    )
    assert.match(read('production/web.yaml'), /web:1\.0\.0/)
    assert.deepEqual(changed(), [])
  })

  await t.test('update what is outdated', async () => {
    const { changes } = await agreed(here, 'update', {})
    assert.ok(changes.length > 0)
    assert.deepEqual((await call('list_outdated')).answer.changes, [])
    const lines = git('diff', '-U0').split('\n')
    assert.deepEqual(
      lines.filter(line => /^\+[^+]/.test(line) && !line.includes('$imagepolicy')),
      [],
      'nothing but marked values',
    )
  })
})

test('the twelfth: a request is opened at a forge, and nothing reaches it before', async t => {
  const place = await shopAt(t, 'github', { staging: 'flux/staging', production: 'flux/production' })
  const forge = ['--forge', `${place.forge.host}=github`]
  const here = await assistantIn(t, place, { args: ['--allow', 'write,push', ...forge], env: place.env })
  const input = { automation: ['stage:staging'], label: ['deps'] }
  const { answer, text } = await here.call('open_pull_request', input)
  assert.ok(answer.token, text)
  assert.deepEqual(
    answer.preview.drafts.map((one: Told['answer']) => [one.branch, one.base]),
    [['flux/staging', 'main']],
  )
  assert.deepEqual([place.forge.pulls.length, place.bareGit('branch', '--list', 'flux/staging')], [0, ''])
  const done = await here.call('open_pull_request', { ...input, token: answer.token })
  assert.equal(done.isError, false, done.text)
  assert.deepEqual(
    [done.answer.pullRequest.number, done.answer.pullRequest.created, place.forge.pulls[0]?.title],
    [1, true, 'staging: 2'],
  )
  assert.match(place.bareGit('show', 'flux/staging:staging/web.yaml'), /web:1\.1\.0/)
  assert.doesNotMatch(JSON.stringify(done.answer), new RegExp(String(place.env.GITHUB_TOKEN)))
})
