import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { fluxmark, type Run } from './fluxmark.ts'

/** A repository with forty old findings, which a change adds two to. */
let work: string
let root: string
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'fluxmark-gradual-'))
  root = join(work, 'fleet')
  mkdirSync(join(root, 'apps'), { recursive: true })
  git('init', '-q', '-b', 'main')
  for (let file = 0; file < 10; file++) write(`apps/a${file}.yaml`, bad(file * 4, 4))
  commit('forty')
  git('checkout', '-q', '-b', 'topic')
})
afterEach(() => rmSync(work, { recursive: true, force: true }))

function git(...args: readonly string[]): string {
  const env = { ...process.env, HOME: work, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com']
  return execFileSync('git', [...who, ...args], { cwd: root, env, encoding: 'utf8', stdio: 'pipe' })
}
function commit(title: string): void {
  git('add', '-A')
  git('commit', '-q', '-m', title)
}
function write(path: string, text: string): void {
  writeFileSync(join(root, path), text)
}
const text = (path: string) => readFileSync(join(root, path), 'utf8')

/** Lines with a marker that lacks its colon, each another one. */
function bad(from: number, count: number): string {
  return Array.from({ length: count }, (_, at) => `image${from + at}: x:1 # {"$imagepolicy": "a/b"}\n`).join(
    '',
  )
}
const check = (...args: readonly string[]) => fluxmark(root, work, 'check', '--offline', ...args)
async function found(...args: readonly string[]): Promise<Run & { readonly at: readonly string[] }> {
  const run = await check('--format', 'json', ...args)
  const rows = run.out === '' ? [] : JSON.parse(run.out).diagnostics
  return { ...run, at: rows.map(({ file, line }: { file: string; line: number }) => `${file}:${line}`) }
}

/** Two findings more, ten lines elsewhere: in their file, and in another one. */
function change(): void {
  write('apps/a0.yaml', `# moved down\n\n${text('apps/a0.yaml')}${bad(100, 1)}`)
  write('apps/a1.yaml', text('apps/a1.yaml').split('\n').toReversed().join('\n').trimStart().concat('\n'))
  write('apps/a2.yaml', text('apps/a2.yaml').split('\n').slice(2).join('\n'))
  write('apps/a3.yaml', text('apps/a3.yaml') + bad(8, 2))
  write('apps/new.yaml', bad(101, 1))
}

test('--changed reports what a change brings, wherever lines moved to, committed or not', async () => {
  assert.equal((await found()).at.length, 40)
  assert.deepEqual([(await found('--changed')).at, (await found('--changed')).code], [[], 0])
  change()
  const expected = ['apps/a0.yaml:7', 'apps/new.yaml:1']
  const { at, code, err } = await found('--changed')
  assert.deepEqual([at, code], [expected, 1])
  assert.match(err, /^fluxmark: 40 findings of main \([0-9a-f]{7}\) left out\n$/)
  commit('two more')
  assert.deepEqual((await found('--changed')).at, expected)
  assert.deepEqual((await found('--changed=main')).at, expected)
  assert.deepEqual((await found('--changed=HEAD~1', 'apps/a0.yaml')).at, expected.slice(0, 1))
  assert.deepEqual((await found('--changed=HEAD')).at, [])
  // A file that is renamed and edited brings nothing new.
  renameSync(join(root, 'apps/a5.yaml'), join(root, 'apps/b5.yaml'))
  write('apps/b5.yaml', `# renamed\n${text('apps/b5.yaml')}`)
  assert.deepEqual((await found('--changed')).at, expected)
})

test('--changed compares with where the work began, not with what came after', async () => {
  change()
  commit('two more')
  git('checkout', '-q', 'main')
  write('apps/a9.yaml', '')
  commit('fixed on main')
  git('checkout', '-q', 'topic')
  assert.deepEqual((await found('--changed')).at, ['apps/a0.yaml:7', 'apps/new.yaml:1'])
})

test('--changed reports what a change breaks in a file that it does not touch', async () => {
  const policy = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
`
  write('policy.yaml', policy)
  write('web.yaml', 'image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n')
  commit('web')
  write('policy.yaml', policy.replace('name: web,', 'name: site,'))
  const { at } = await found('--changed=HEAD')
  assert.deepEqual(at.includes('web.yaml:1'), true, at.join())
})

test('--changed says what to do where there is no such commit, or too little history', async () => {
  const nowhere = await check('--changed=nowhere')
  assert.deepEqual([nowhere.code, nowhere.out], [3, ''])
  assert.match(nowhere.err, /There is no commit nowhere .*git fetch.*\(E_REF\)/)
  git('checkout', '-q', '--orphan', 'alone')
  commit('alone')
  const apart = await check('--changed=main')
  assert.equal(apart.code, 3)
  assert.match(apart.err, /no commit in common.*fetch-depth: 0.*\(E_NO_MERGE_BASE\)/)
})

test('--baseline reports what is not in the file, and says what is no longer there', async () => {
  const missing = await check('--baseline', 'known.json')
  assert.equal(missing.code, 2)
  assert.match(missing.err, /known\.json: there is no such file; write it with --write-baseline/)
  const written = await found('--write-baseline', 'known.json')
  assert.deepEqual([written.at, written.code], [[], 0])
  const first = text('known.json')
  await check('--write-baseline', 'known.json')
  assert.equal(text('known.json'), first)
  change()
  const { at, code, err } = await found('--baseline', 'known.json')
  assert.deepEqual([at, code], [['apps/a0.yaml:7', 'apps/new.yaml:1'], 1])
  assert.match(err, /40 findings of known\.json left out/)
  write('apps/a9.yaml', '')
  assert.match((await found('--baseline', 'known.json')).err, /4 findings of known\.json no longer there/)
  write('known.json', '{"version": 2}')
  assert.equal((await check('--baseline', 'known.json')).code, 2)
})

test('--max-warnings lets so many warnings pass, and no error', async () => {
  rmSync(join(root, 'apps'), { recursive: true })
  write('w.yaml', bad(1, 1))
  write('fluxmark.yaml', 'diagnostics: {marker-bad-separator: warning}\n')
  const { out } = await check('--format', 'json')
  const { errors, warnings } = JSON.parse(out).summary
  assert.deepEqual([errors, warnings], [0, 1], out)
  assert.equal((await check()).code, 1)
  assert.equal((await check('--max-warnings', '1')).code, 0)
  assert.equal((await check('--max-warnings', '0')).code, 1)
  assert.equal((await check('--max-warnings', 'x')).code, 2)
  write('fluxmark.yaml', '')
  assert.equal((await check('--max-warnings', '9')).code, 1)
})

test('an ignore comment may give its reason', async () => {
  write('apps/a0.yaml', `# fluxmark-ignore: marker-bad-separator -- not ours, see the wiki\n${bad(0, 1)}`)
  assert.deepEqual((await found('apps/a0.yaml')).at, [])
  assert.equal((await check('--fix', '--changed')).code, 2)
})

test('--profile strict turns the house rules on, over what the project file says', async () => {
  const codes = async (...args: readonly string[]) =>
    JSON.parse((await check('--format', 'json', ...args)).out).diagnostics.map(
      ({ code }: { code: string }) => code,
    )
  rmSync(join(root, 'apps'), { recursive: true })
  write('web.yaml', 'image: ghcr.io/acme/web:latest # {"$imagepolicy": "a:b"}\n')
  assert.deepEqual(await codes(), [])
  assert.deepEqual(await codes('--profile', 'strict'), ['floating-tag'])
  write('fluxmark.yaml', 'profile: strict\n')
  assert.deepEqual(await codes(), ['floating-tag'])
  assert.deepEqual(await codes('--profile', 'recommended'), [])
})
