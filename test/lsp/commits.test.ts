import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Committed, commitAll, gitIn, opened, type Plan, type Refused, shop } from './commit-shop.ts'

/** The commands about commits, as any client sends them; no document is open. */

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
    /`flux-system:web` \| `\S+\/web:1\.0\.0` \| `\S+\/web:1\.1\.0` \| `web\.yaml` \|/,
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

test('a commit tells where it is by now; without its branch or its folder that is said', async t => {
  const { root, git } = shop(t)
  const other = shop(t)
  const { run } = await opened(t, [root])
  const { branches, done } = await run<Committed>('fluxmark.updateAndCommit', { toPushBranch: true })
  const { branch = '', commits } = branches[0] ?? {}
  const place = { root, branch, oid: commits?.[0]?.oid }
  assert.equal(done.length, 2)
  const state = () => run<object>('fluxmark.commitState', place)
  assert.deepEqual(await state(), { branch: 'newest', remotes: [] })
  // A folder of the repository is as good as all of it.
  const inner = await opened(t, [join(root, 'flux'), other.root])
  assert.deepEqual(await inner.run('fluxmark.commitState', place), { branch: 'newest', remotes: [] })

  git('update-ref', 'refs/remotes/origin/main', String(place.oid))
  git('update-ref', 'refs/remotes/origin/other', 'main')
  git('update-ref', 'refs/remotes/origin/web', String(place.oid))
  git(
    'update-ref',
    `refs/heads/${branch}`,
    git('commit-tree', `${branch}^{tree}`, '-p', branch, '-m', 'On').trim(),
  )
  assert.deepEqual(await state(), { branch: 'older', remotes: ['origin/main', 'origin/web'] })
  git('branch', '-D', branch)
  assert.deepEqual(await state(), { branch: 'gone', remotes: ['origin/main', 'origin/web'] })
  const undone = await run<Refused>('fluxmark.undoCommit', place)
  assert.equal(undone.failure?.code, 'E_REF')
  const { failure } = await run<Refused>('fluxmark.commitState', { ...place, root: other.root })
  assert.equal(failure?.code, 'E_NO_REPO')
  assert.match(failure?.message ?? '', /no folder of that repository is open\. Open it/)
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
