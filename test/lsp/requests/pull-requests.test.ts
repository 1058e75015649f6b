import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { type ForgeServer, startForge, TOKEN } from '../../io/forge/forge-server.ts'
import { type Committed, opened, type Shop, shop } from '../commit-shop.ts'

const run = promisify(execFile)

/** The shop with a remote at a forge that serves Git, too. */
async function shopAt(t: TestContext): Promise<{ readonly here: Shop; readonly forge: ForgeServer }> {
  const here = shop(t)
  const served = join(here.root, '.git/served')
  mkdirSync(join(served, 'acme'), { recursive: true })
  const bare = join(served, 'acme/fleet.git')
  await run('git', ['clone', '-q', '--bare', here.root, bare])
  await run('git', ['config', 'http.receivepack', 'true'], { cwd: bare })
  const forge = await startForge('github', served)
  t.after(() => forge.close())
  here.git('remote', 'add', 'origin', forge.url)
  here.git('fetch', '-q', bare, '+refs/heads/*:refs/remotes/origin/*')
  return { here, forge }
}

interface Pushed {
  request?: { number: number; created: boolean; url: string }
  refusal?: { code: string; message: string; host: string }
  pullRequest?: string
}

test('a push opens the pull request with the token of the editor, after consent', async t => {
  const { here, forge } = await shopAt(t)
  const asked: unknown[] = []
  let isAllowed = false
  let token: string | undefined
  const answers = {
    'fluxmark/secret': (request: object) => {
      if (!('forge' in request)) return null
      asked.push(request)
      return token === undefined ? null : { source: 'a twin', token }
    },
    'window/showMessageRequest': ({ message, actions }: { message: string; actions: { title: string }[] }) =>
      /pull requests/.test(message) && !isAllowed ? actions[1] : actions[0],
  }
  const settings = { git: { forges: { [forge.host]: 'github' } }, pullRequest: { labels: ['deps'] } }
  const { run } = await opened(t, [here.root], settings, undefined, { answers })
  const { branches } = await run<Committed>('fluxmark.updateAndCommit', { toPushBranch: true })
  const [branch] = branches
  assert.equal(branch?.pullRequest.hasPage, true)
  const { root, commits } = branch
  const push = () =>
    run<Pushed>('fluxmark.push', {
      root,
      oid: commits[0]?.oid,
      branch: branch.branch,
      request: true,
      ...branch.pullRequest,
    })

  const refused = await push()
  assert.equal(refused.refusal?.code, 'E_HOST_NOT_APPROVED')
  assert.match(refused.pullRequest ?? '', /compare\/main\.\.\.flux-image-updates/)
  assert.deepEqual(asked, [])
  assert.deepEqual(forge.seen, [])

  isAllowed = true
  const without = await push()
  assert.deepEqual([without.refusal?.code, without.refusal?.host], ['E_FORGE_TOKEN', forge.host])
  assert.deepEqual(asked, [{ forge: 'github', host: forge.host }])
  assert.deepEqual(forge.seen, [])

  token = TOKEN
  const done = await push()
  assert.equal(done.refusal, undefined)
  assert.deepEqual([done.request?.number, done.request?.created], [1, true])
  assert.deepEqual(forge.pulls[0]?.labels, ['deps'])
  assert.match(forge.pulls[0]?.body ?? '', /flux-system:web.*1\.1\.0/)
  assert.equal((await push()).request?.created, false)
})

test('a commit that was pushed is reverted by another one', async t => {
  const { here } = await shopAt(t)
  const { run } = await opened(t, [here.root])
  const { branches } = await run<Committed>('fluxmark.updateAndCommit', { toPushBranch: true })
  const { root = '', branch = '', commits = [] } = branches[0] ?? {}
  const oid = commits[0]?.oid
  await run('fluxmark.push', { root, oid, branch })
  const undone = await run<{ failure?: { code: string } }>('fluxmark.undoCommit', { root, oid, branch })
  assert.equal(undone.failure?.code, 'E_PUSHED')
  const answer = await run<{ reverted?: Committed['branches'][0] }>('fluxmark.revertCommit', {
    root,
    oid,
    branch,
  })
  assert.equal(answer.reverted?.commits.length, 1)
  assert.equal(here.git('diff', '--stat', 'main', branch), '')
  assert.match(
    here.git('log', '-1', '--format=%B', branch),
    /^Revert "Bump 2"\n\nThis reverts commit [0-9a-f]{40}\.\n/,
  )
  const again = await run<{ failure?: { code: string } }>('fluxmark.revertCommit', { root, oid, branch })
  assert.equal(again.failure?.code, 'E_UNDO')
})

test('of many values the editor is asked about those with a risk; discarded is no error', async t => {
  const here = shop(t)
  const path = join(here.root, 'web.yaml')
  writeFileSync(path, here.read('web.yaml').replace('1.0.0', '2.0.0'))
  const annotated: unknown[] = []
  let takes = false
  const onEdit = (edit: object) => {
    annotated.push(Reflect.get(edit, 'changeAnnotations'))
    return takes
  }
  const capabilities = { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } }
  const { run } = await opened(t, [here.root], {}, onEdit, { capabilities })
  assert.deepEqual(await run('fluxmark.update'), { changes: 0, cancelled: true })
  takes = true
  assert.deepEqual(await run('fluxmark.update'), { changes: 2, files: 2, risky: 1 })
  const [risk, ...others] = Object.values(Object(annotated[1]))
  assert.equal(others.length, 0)
  assert.match(Reflect.get(Object(risk), 'label'), /An older version: 2\.0\.0 → 1\.1\.0/)
  assert.equal(Reflect.get(Object(risk), 'needsConfirmation'), true)
})
