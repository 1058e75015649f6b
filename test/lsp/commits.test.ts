import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from './client.ts'

/** The commands about commits, as any client sends them; no document is open. */

const examples = pathToFileURL(join(import.meta.dirname, '../../../examples/registry.mjs')).href
const { startRegistry } = (await import(examples)) as typeof import('../../examples/registry.mjs')
let registry: Awaited<ReturnType<typeof startRegistry>>
before(async () => {
  registry = await startRegistry({ images: { web: ['1.0.0', '1.1.0'], api: ['2.0.0', '2.1.0'] } })
})
after(() => registry.close())
const policy = (name: string, host: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${name}, namespace: flux-system}
spec: {image: ${host}/${name}, interval: 5m, insecure: true}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: ${name}, namespace: flux-system}
spec: {imageRepositoryRef: {name: ${name}}, policy: {semver: {range: '>=1.0.0'}}}
---
`
const automation = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    push: {branch: flux-image-updates}
    commit:
      author: {name: Flux, email: flux@example.com}
      messageTemplate: 'Bump {{ len .Changed.Changes }}'
  update: {path: ./, strategy: Setters}
`
const marked = (image: string, name: string) =>
  `kind: A\nimage: ${image} # {"$imagepolicy": "flux-system:${name}"}\n`

/** A GitOps repository with two images, each in its own file and outdated. */
function shop(t: TestContext) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-commits-')))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const { host } = registry
  const files = {
    'web.yaml': marked(`${host}/web:1.0.0`, 'web'),
    'api.yaml': marked(`${host}/api:2.0.0`, 'api'),
    'flux/image.yaml': policy('web', host) + policy('api', host) + automation,
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const git = (...args: readonly string[]) => gitIn(root, ...args)
  git('init', '-q', '-b', 'main')
  commitAll(root, 'Start')
  return { root, git, read: (path: string) => readFileSync(join(root, path), 'utf8') }
}

function gitIn(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', env })
}

function commitAll(folder: string, message: string): void {
  gitIn(folder, 'add', '-A')
  gitIn(folder, 'commit', '-q', '-m', message)
}

const env = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
}

async function opened(t: TestContext, roots: readonly string[], settings: object = {}) {
  const edits: { documentChanges: readonly unknown[] }[] = []
  const client = new Client(
    {
      'window/showMessageRequest': ({ actions }: { actions: { title: string }[] }) => actions[0],
      'client/registerCapability': () => null,
      'workspace/configuration': ({ items }: { items: { section: string }[] }) =>
        items.map(({ section }) => (section === 'fluxmark' ? settings : {})),
      'workspace/applyEdit': ({ edit }: { edit: (typeof edits)[number] }) => {
        edits.push(edit)
        return { applied: true }
      },
    },
    env,
  )
  t.after(() => client.end())
  await client.request('initialize', {
    processId: process.pid,
    workspaceFolders: roots.map((root, at) => ({ uri: pathToFileURL(root).href, name: `${at}` })),
    capabilities: { workspace: { configuration: true, workspaceFolders: true } },
    initializationOptions: { trusted: true, allowedHosts: [registry.host] },
  })
  client.notify('initialized', {})
  const run = <T>(command: string, argument: object = {}) =>
    client.request<T>('workspace/executeCommand', { command, arguments: [{ silent: true, ...argument }] })
  // Folders are opened when the settings have come.
  while ((await run<Plan>('fluxmark.planCommit')).changes.length === 0);
  return { client, run, edits }
}

interface Plan {
  changes: { id: string; path: string; line: number; old: string; new: string; pushBranch?: string }[]
  commits: { branch?: string; message: string }[]
  previews: { branch?: string; author?: { name: string }; files: { path: string; after?: string }[] }[]
  refusals: { code: string; message: string }[]
}
interface Committed {
  changes: number
  branches: {
    root: string
    branch: string
    isCheckedOut: boolean
    commits: { oid: string }[]
    remote?: { remote: string }
    pullRequest: { title: string; body: string; base?: string; hasPage: boolean }
  }[]
  failures: { code: string; message: string }[]
}
interface Refused {
  failure?: { code: string; message: string }
}

test('a plan tells what a commit would be, and changes nothing', async t => {
  const { root, git } = shop(t)
  const { run, edits } = await opened(t, [root])
  const plan = await run<Plan>('fluxmark.planCommit', { toPushBranch: true })
  assert.deepEqual(
    plan.changes.map(({ path, line, pushBranch }) => [path, line, pushBranch]),
    [
      ['api.yaml', 2, 'flux-image-updates'],
      ['web.yaml', 2, 'flux-image-updates'],
    ],
  )
  assert.deepEqual(
    plan.commits.map(({ branch, message }) => [branch, message]),
    [['flux-image-updates', 'Bump 2']],
  )
  assert.equal(plan.previews[0]?.author?.name, 'Ada')
  assert.match(plan.previews[0]?.files[1]?.after ?? '', /web:1\.1\.0/)
  assert.deepEqual(plan.refusals, [])
  assert.deepEqual(edits, [])
  assert.equal(git('for-each-ref', '--format=%(refname)'), 'refs/heads/main\n')
})

test('commits go onto the push branch, one per policy, by the author of the automation', async t => {
  const { root, git } = shop(t)
  const { run, edits } = await opened(t, [root])
  const argument = { toPushBranch: true, per: 'policy', author: 'automation' }
  const { branches, failures, changes } = await run<Committed>('fluxmark.updateAndCommit', argument)
  assert.deepEqual(failures, [])
  assert.equal(changes, 2)
  assert.equal(branches.length, 1)
  assert.equal(branches[0]?.pullRequest.base, 'main')
  assert.match(
    branches[0]?.pullRequest.body ?? '',
    /`flux-system:web` \| `\S+\/web:1\.0\.0` \| `\S+\/web:1\.1\.0` \| web\.yaml/,
  )
  assert.deepEqual(edits, [], 'what is checked out stays as it is')
  assert.equal(
    git('log', '--format=%an %cn %s', '--name-only', 'main..flux-image-updates').replaceAll('\n\n', '\n'),
    'Flux Ada Bump 1\nweb.yaml\nFlux Ada Bump 1\napi.yaml\n',
  )
  assert.equal(git('status', '--porcelain'), '')

  // Taken back newest first, and only the newest.
  const [first, second] = branches[0]?.commits ?? []
  const undo = (oid: string | undefined) =>
    run<Refused>('fluxmark.undoCommit', { root, oid, branch: 'flux-image-updates' })
  assert.equal((await undo(first?.oid)).failure?.code, 'E_REF_MOVED')
  assert.equal((await undo(second?.oid)).failure, undefined)
  assert.equal((await undo(first?.oid)).failure, undefined)
  assert.equal(git('rev-parse', 'flux-image-updates'), git('rev-parse', 'main'))
})

test('a push branch that would lose commits is refused until that is decided', async t => {
  const { root, git } = shop(t)
  const { run } = await opened(t, [root])
  git('branch', 'flux-image-updates')
  git('checkout', '-q', 'flux-image-updates')
  git('commit', '-q', '--allow-empty', '-m', 'A fix by hand')
  const fix = git('rev-parse', 'HEAD').trim()
  git('checkout', '-q', 'main')
  const { refusals } = await run<Plan>('fluxmark.planCommit', { toPushBranch: true })
  assert.equal(refusals[0]?.code, 'E_BRANCH_OVERWRITE')
  assert.match(refusals[0]?.message ?? '', /A fix by hand/)
  const refused = await run<Committed>('fluxmark.updateAndCommit', { toPushBranch: true })
  assert.equal(refused.failures[0]?.code, 'E_BRANCH_OVERWRITE')
  assert.equal(git('rev-parse', 'flux-image-updates').trim(), fix)
  await run('fluxmark.updateAndCommit', { toPushBranch: true, existing: 'follow' })
  assert.equal(git('rev-parse', 'flux-image-updates^').trim(), fix)
  await run('fluxmark.updateAndCommit', { toPushBranch: true, existing: 'overwrite' })
  assert.equal(git('rev-parse', 'flux-image-updates^'), git('rev-parse', 'main'))
})

test('only the changes that were picked are committed, in one edit and one commit', async t => {
  const { root, git } = shop(t)
  const { run, edits } = await opened(t, [root])
  const { changes } = await run<Plan>('fluxmark.planCommit')
  const picked = changes.filter(({ path }) => path === 'web.yaml').map(({ id }) => id)
  const answer = await run<Committed>('fluxmark.updateAndCommit', { changes: picked })
  assert.equal(edits.length, 1)
  assert.equal(answer.branches[0]?.isCheckedOut, true)
  assert.equal(answer.branches[0]?.remote, undefined)
  assert.equal(
    git('show', '--format=%s', '--name-only', 'main').replaceAll('\n\n', '\n'),
    'Bump 1\nweb.yaml\n',
  )
  const oid = answer.branches[0]?.commits[0]?.oid
  // One of them is no longer there as it was shown.
  const both = changes.map(({ id }) => `${id}?`)
  assert.equal(await run<Committed>('fluxmark.updateAndCommit', { changes: both }), null)
  const shown = await run<{ message: string; files: { path: string; before: string; after: string }[] }>(
    'fluxmark.showCommit',
    { root, oid },
  )
  assert.equal(shown.message.trim(), 'Bump 1')
  assert.deepEqual(
    shown.files.map(({ path, before, after }) => [path, /1\.0\.0/.test(before), /1\.1\.0/.test(after)]),
    [['web.yaml', true, true]],
  )
})

test('a commit is pushed, the pull request has its page, and what was pushed is not taken back', async t => {
  const { root, git } = shop(t)
  const bare = `${root}-origin.git`
  t.after(() => rmSync(bare, { recursive: true, force: true }))
  git('clone', '-q', '--bare', root, bare)
  git('remote', 'add', 'origin', 'https://git.example.com/team/fleet.git')
  git('config', 'remote.origin.pushurl', bare)
  const settings = { git: { forges: { 'git.example.com': 'gitlab' } } }
  const { run } = await opened(t, [root], settings)
  const { branches } = await run<Committed>('fluxmark.updateAndCommit', { toPushBranch: true })
  const { commits, branch, remote } = branches[0] ?? {}
  assert.equal(remote?.remote, 'origin')
  const pushed = await run<{ remote: string } & Refused>('fluxmark.push', {
    root,
    branch,
    oid: commits?.[0]?.oid,
  })
  assert.deepEqual([pushed.remote, pushed.failure], ['origin', undefined])
  assert.equal(gitIn(bare, 'rev-parse', 'flux-image-updates').trim(), commits?.[0]?.oid)
  const undone = await run<Refused>('fluxmark.undoCommit', { root, branch, oid: commits?.[0]?.oid })
  assert.equal(undone.failure?.code, 'E_PUSHED')
})

test('each folder of a window is committed in its own repository, in one edit', async t => {
  const [one, two] = [shop(t), shop(t)]
  const { run, edits } = await opened(t, [one.root, two.root])
  while ((await run<Plan>('fluxmark.planCommit')).changes.length < 4);
  const { branches, changes } = await run<Committed>('fluxmark.updateAndCommit')
  assert.equal(changes, 4)
  assert.deepEqual(branches.map(({ root }) => root).sort(), [one.root, two.root].sort())
  assert.equal(edits.length, 1)
  for (const { git } of [one, two]) assert.equal(git('log', '-1', '--format=%s'), 'Bump 2\n')
})

test('a file in a submodule is committed in the submodule', async t => {
  const [outer, inner] = [shop(t), shop(t)]
  outer.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.root, 'modules/inner')
  commitAll(outer.root, 'Add a submodule')
  const root = join(outer.root, 'modules/inner')
  gitIn(root, 'checkout', '-q', '-B', 'main')
  const { client, run } = await opened(t, [outer.root])
  const path = join(root, 'web.yaml')
  const uri = pathToFileURL(path).href
  const text = readFileSync(path, 'utf8')
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
  const plan = await run<Plan>('fluxmark.planCommit', { uri })
  assert.deepEqual([plan.refusals, plan.previews[0]?.files[0]?.path], [[], 'web.yaml'])
  const { branches, failures } = await run<Committed>('fluxmark.updateAndCommit', { uri })
  assert.deepEqual([branches.map(branch => branch.root), failures], [[root], []])
  assert.equal(gitIn(root, 'show', '--format=', '--name-only', 'main'), 'web.yaml\n')
  assert.equal(outer.git('log', '-1', '--format=%s'), 'Add a submodule\n')
})

test('a repository that refuses leaves the edit, and says why', async t => {
  const { root, git } = shop(t)
  const { run, edits } = await opened(t, [root])
  git('checkout', '-q', '--detach')
  const plan = await run<Plan>('fluxmark.planCommit')
  assert.equal(plan.refusals[0]?.code, 'E_DETACHED')
  const answer = await run<Committed>('fluxmark.updateAndCommit')
  assert.equal(edits.length, 1)
  assert.deepEqual([answer.branches, answer.failures[0]?.code], [[], 'E_DETACHED'])
})
