import assert from 'node:assert/strict'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { crc32 } from 'node:zlib'
import { runVerb } from '../../../server/src/cli/run.ts'
import type { KeptRuns, World } from '../../../server/src/cli/world.ts'
import { failure } from '../../../server/src/flux/failure.ts'
import { createFiles } from '../../../server/src/io/files/files.ts'
import type { Registry, SessionPorts } from '../../../server/src/ports.ts'
import { Session } from '../../../server/src/session.ts'
import { fluxmark, fluxmarkWith } from '../fluxmark.ts'

const policy = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
`
const marked = 'image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n'
const kustomization = 'resources:\n  - policy.yaml\n  - later.yaml\n'
const oneTag = '{"ghcr.io/acme/web": ["1.0.0"]}'
const files = {
  'apps/kustomization.yaml': kustomization,
  'apps/policy.yaml': policy,
  'apps/web.yaml': `${marked}${marked.replace('apps:web', 'apps:wob')}`,
  'rules/a.yaml': 'fluxVersion: "2.9"\n',
  'rules/b.yaml': 'diagnostics: {marker-unknown-policy: off}\n',
  'rules/none.json': '{"version": 1, "findings": []}\n',
  'rules/tags.json': oneTag,
}

/** A repository on disk, and a program that keeps its runs in memory. */
function workspace(context: Pick<TestContext, 'after'>) {
  const root = mkdtempSync(join(tmpdir(), 'fluxmark-again-'))
  context.after(() => rmSync(root, { recursive: true, force: true }))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  const kept = new Map<string, Uint8Array>()
  const state = { tags: ['1.0.0'], isDown: false, now: 0, program: 'one', asked: 0 }
  let writes = 0
  const keptRuns = async (): Promise<KeptRuns> => ({
    program: state.program,
    read: async name => kept.get(name),
    write: async (name, bytes) => {
      writes++
      kept.set(name, bytes)
    },
  })
  const registry = {
    tags: async () => {
      state.asked++
      if (state.isDown) throw failure('E_DNS', 'it is down')
      return { tags: state.tags, dropped: 0, pages: 1, credential: 'anonymous', listedAt: state.now }
    },
  } as unknown as Registry
  const run = async (...argv: readonly string[]) => {
    const said: string[] = []
    const world = {
      cwd: root,
      asOnDisk: (path: string) => path,
      exists: async () => true,
      readText: async (path: string) => readFileSync(path, 'utf8'),
      openRepository: async options => {
        const ports: SessionPorts = {
          files: createFiles({ root }),
          clock: { now: () => state.now },
          ...(options.offline ? {} : { registry }),
        }
        const { fluxVersion, around = (given: SessionPorts) => given } = options
        return { root, isGit: false, session: new Session(around(ports), { fluxVersion }) }
      },
      keptRuns,
      now: () => state.now,
      out: text => said.push(`out ${text}`),
      err: text => said.push(`err ${text}`),
      hasColour: false,
      progress: { report: () => {}, done: () => {} },
    } as Partial<World> as World
    const before = writes
    const code = await runVerb(argv, world)
    return { code, said, isNew: writes > before }
  }
  return { root, run, state, write }
}

type Workspace = ReturnType<typeof workspace>

const offline = ['check', '--offline', '--format', 'json']
const withTags = [...offline.slice(0, 1), '--tags', 'rules/tags.json']

/** What may change between two runs, and the command line that sees it. */
const changes: Readonly<Record<string, { args?: readonly string[]; make: (workspace: Workspace) => void }>> =
  {
    'a file’s text, its size and time the same': {
      make: ({ root, write }) => {
        const { atime, mtime } = statSync(join(root, 'apps/web.yaml'))
        write('apps/web.yaml', files['apps/web.yaml'].replace('apps:wob', 'apps:web'))
        utimesSync(join(root, 'apps/web.yaml'), atime, mtime)
      },
    },
    'a new file': { make: ({ write }) => write('apps/more.yaml', marked.replace('apps:web', 'apps:wab')) },
    'a file that is gone': { make: ({ root }) => rmSync(join(root, 'apps/web.yaml')) },
    'a file that a kustomization misses': { make: ({ write }) => write('apps/later.yaml', 'a: 1\n') },
    'a file that something may make': { make: ({ write }) => write('.gitignore', 'later.yaml\n') },
    'the project file': { make: ({ write }) => write('fluxmark.yaml', files['rules/b.yaml']) },
    'what a link leads to': {
      make: ({ root }) => {
        rmSync(join(root, 'fluxmark.yaml'), { force: true })
        symlinkSync('rules/b.yaml', join(root, 'fluxmark.yaml'))
      },
    },
    'the baseline': {
      args: [...offline, '--baseline', 'rules/none.json'],
      make: ({ write }) => write('rules/none.json', '{"version":1, "findings": []}\n'),
    },
    'the file of tags': {
      args: withTags,
      make: ({ write }) => write('rules/tags.json', oneTag.replace('"1.0.0"', '"1.0.0", "1.1.0"')),
    },
    'the tags that a registry lists': {
      args: ['check'],
      make: ({ state }) => {
        state.tags = ['1.0.0', '1.2.0']
      },
    },
    'the program': {
      make: ({ state }) => {
        state.program = 'another'
      },
    },
  }

for (const [what, { args = offline, make }] of Object.entries(changes))
  test(`a second run says what the first one said, and sees another time ${what}`, {
    skip: what.includes('link') && process.platform === 'win32',
  }, async context => {
    const workspaceHere = workspace(context)
    const { run, root, state } = workspaceHere
    if (what.includes('link')) symlinkSync('rules/a.yaml', join(root, 'fluxmark.yaml'))
    const first = await run(...args)
    assert.equal(first.isNew, true)
    state.now += 86_400_000
    const second = await run(...args)
    assert.deepEqual(second, { ...first, isNew: false })
    make(workspaceHere)
    const third = await run(...args)
    assert.equal(third.isNew, true)
    assert.deepEqual(await run(...args, '--no-cache'), { ...third, isNew: false })
    assert.deepEqual(await run(...args), { ...third, isNew: false })
    if (what !== 'the program' && what !== 'the baseline') assert.notDeepEqual(third.said, first.said)
  })

test('other options are another command line; policies and resources are kept by themselves', async context => {
  const { run } = workspace(context)
  for (const args of [
    offline,
    [...offline, '--flux-version', '2.6'],
    [...offline, '--default-namespace', 'apps'],
    [...offline, '--profile', 'strict'],
    [...offline, 'rules'],
    ['check', '--offline'],
    ['policies', '--offline'],
    ['resources', '--offline'],
  ]) {
    const first = await run(...args)
    assert.equal(first.isNew, true, args.join(' '))
    assert.deepEqual(await run(...args), { ...first, isNew: false })
  }
})

test('a registry that fails is asked again, once a run; what a run writes or says of itself is not kept', async context => {
  const { run, state } = workspace(context)
  assert.equal((await run('check')).isNew, true)
  assert.equal(state.asked, 1)
  state.isDown = true
  const down = await run('check')
  assert.equal(down.code, 3)
  assert.equal(down.isNew, false)
  assert.equal(state.asked, 2)
  for (const args of [['--verbose'], ['--write-baseline', '/dev/null'], ['--fix', '--dry-run']])
    assert.equal((await run(...offline, ...args).catch(() => ({ isNew: false }))).isNew, false)
})

test('the built program believes what is the user’s own alone, and keeps nothing in a repository', {
  skip: process.platform === 'win32',
}, async context => {
  const { root } = workspace(context)
  const home = mkdtempSync(join(tmpdir(), 'fluxmark-home-'))
  context.after(() => rmSync(home, { recursive: true, force: true }))
  const check = () => fluxmark(root, home, ...offline)
  const first = await check()
  assert.deepEqual(readdirSync(root).sort(), ['apps', 'rules'])
  const folder = join(home, '.cache/fluxmark/runs')
  const [name = ''] = readdirSync(folder)
  assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600)
  assert.deepEqual(await check(), first)

  const entry = readFileSync(join(folder, name), 'utf8')
  const planted = JSON.parse(entry.slice(entry.indexOf('\n')))
  planted.said = [['out', 'nothing is wrong\n']]
  const text = JSON.stringify(planted)
  writeFileSync(join(folder, name), `${crc32(text).toString(16)}\n${text}`)
  assert.equal((await check()).out, 'nothing is wrong\n', 'it is taken from there')
  chmodSync(join(folder, name), 0o666)
  assert.deepEqual(await check(), first, 'others could have written it')
  writeFileSync(join(folder, name), `${crc32('{}').toString(16)}\n{}`)
  assert.deepEqual(await check(), first, 'it is something else')

  const inside = join(root, 'cache')
  assert.deepEqual(await fluxmarkWith({ XDG_CACHE_HOME: inside }, root, home, ...offline), first)
  assert.deepEqual(readdirSync(root).sort(), ['apps', 'rules'])
})
