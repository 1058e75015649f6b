// Update and Commit… as a person goes through it: picks, looks, commits, shows, takes back, pushes.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { automation, deployment, startEditor } from './fixture.mjs'

const template = '[ci skip] {{ range .Changed.Changes }}{{ .OldValue }} -> {{ .NewValue }}{{ end }}'
const pushing = host =>
  automation(host).replace(
    '    commit:\n',
    `    checkout:
      ref:
        branch: main
    push:
      branch: flux-image-updates
    commit:
      messageTemplate: "${template}"
`,
  )

let editor
let bare
before(async () => {
  editor = await startEditor({
    files: host => ({
      'deploy.yaml': deployment(host),
      'flux/web.yaml': pushing(host),
      'notes.txt': 'one\n',
      'staged.txt': 'one\n',
    }),
  })
  const { git, write, root } = editor.repository
  bare = mkdtempSync(join(tmpdir(), 'fluxmark-origin-'))
  execFileSync('git', ['clone', '--quiet', '--bare', root, bare])
  git('remote', 'add', 'origin', bare)
  git('fetch', '--quiet')
  // A working tree in the middle of something.
  write('notes.txt', 'two\n')
  write('staged.txt', 'two\n')
  git('add', 'staged.txt')
  write('new.txt', 'untracked\n')
  write('deploy.yaml', deployment(host()).replace('replicas: 2', 'replicas: 3'))
})
after(async () => {
  await editor.close()
  rmSync(bare, { recursive: true, force: true })
})

/** Pictures where it fails. */
const pictured = body => async () => {
  try {
    await body()
  } catch (error) {
    await editor.picture('commits')
    throw error
  }
}

const host = () => editor.registry.host
const tree = () => {
  const { git, read } = editor.repository
  return [
    git('status', '--porcelain=v2'),
    git('diff'),
    git('diff', '--cached'),
    read('deploy.yaml'),
    git('rev-parse', 'HEAD'),
    git('branch', '--show-current'),
  ]
}

/** Chooses all that is outdated, and the branch of that name. */
async function chooseOn(workbench, branch) {
  await workbench.command('Fluxmark: Update and Commit…')
  const row = workbench.page.locator('.quick-input-list .monaco-list-row')
  await row.filter({ hasText: '1.2.3 → 1.4.1' }).first().waitFor()
  await workbench.screenshot('commit-pick-changes')
  await workbench.press('Enter')
  await row.filter({ hasText: branch }).first().waitFor()
  await workbench.screenshot('commit-pick-branch')
  await workbench.pick(branch)
}

/** Goes as far as the last step. */
async function reviewOn(workbench, branch) {
  await chooseOn(workbench, branch)
  await lastStep(workbench, branch).waitFor()
}

const lastStep = (workbench, branch) =>
  workbench.page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: `Commit to ${branch}` })
    .first()

test(
  'a bump is committed to the push branch from main, and a dirty tree stays as it is',
  pictured(async () => {
    const { git } = editor.repository
    const workbench = await editor.open('deploy.yaml')
    await workbench.squiggle('info')
    const before = tree()
    await reviewOn(workbench, 'flux-image-updates')
    const { page } = workbench
    await page.locator('.tab').filter({ hasText: 'Commit Preview' }).first().waitFor()
    await page.locator('.view-line').filter({ hasText: '[ci skip]' }).first().waitFor()
    await page.locator('.view-line').filter({ hasText: 'acme/web:1.4.1' }).first().waitFor()
    await workbench.screenshot('commit-review')
    assert.deepEqual(git('branch', '--list', 'flux-image-updates'), '')
    await workbench.pick('Commit to flux-image-updates')
    const told = await workbench.notification('Committed')
    await workbench.screenshot('commit-told')
    for (const action of ['Show Commit', 'Push', 'Undo']) assert.match(told, new RegExp(action))
    assert.match(told, /on flux-image-updates/)
    await page.locator('.tab').filter({ hasText: 'Commit Preview' }).first().waitFor({ state: 'detached' })

    assert.deepEqual(tree(), before)
    assert.equal(git('rev-list', '--count', 'main..flux-image-updates'), '1\n')
    assert.equal(git('rev-parse', 'flux-image-updates^'), git('rev-parse', 'main'))
    const image = `${host()}/acme/web`
    assert.equal(
      git('log', '-1', '--format=%B', 'flux-image-updates').trim(),
      `[ci skip] ${image}:1.2.3 -> ${image}:1.4.1`,
    )
    assert.equal(
      git('show', 'flux-image-updates:deploy.yaml'),
      deployment(host()).replace('web:1.2.3', 'web:1.4.1'),
    )
    assert.equal(git('diff', '--name-only', 'main', 'flux-image-updates'), 'deploy.yaml\n')
    assert.equal(git('fsck', '--strict', '--no-dangling'), '')

    await workbench.notification('Committed', 'Show Commit')
    await page
      .locator('.tab')
      .filter({ hasText: /Commit [0-9a-f]{7}/ })
      .first()
      .waitFor()
    await page.locator('.view-line').filter({ hasText: 'acme/web:1.4.1' }).first().waitFor()
    await workbench.screenshot('commit-shown')

    await workbench.notification('Committed', 'Undo')
    await workbench.notification('Took 1 commit back from flux-image-updates')
    await workbench.screenshot('commit-taken-back')
    assert.equal(git('rev-parse', 'flux-image-updates'), git('rev-parse', 'main'))
    assert.deepEqual(tree(), before)
  }),
)

test(
  'a commit is pushed when that is asked for, and is not taken back afterwards',
  pictured(async () => {
    const { git } = editor.repository
    const before = tree()
    const workbench = await editor.open('deploy.yaml')
    await workbench.squiggle('info')
    await reviewOn(workbench, 'flux-image-updates')
    await workbench.pick('Commit to flux-image-updates')
    await workbench.notification('Committed', 'Push')
    await workbench.notification('Pushed flux-image-updates to origin')
    await workbench.screenshot('commit-pushed')
    const pushed = execFileSync('git', ['rev-parse', 'flux-image-updates'], { cwd: bare, encoding: 'utf8' })
    assert.equal(pushed, git('rev-parse', 'flux-image-updates'))
    assert.deepEqual(tree(), before)
  }),
)

test(
  'a branch that holds the commit of somebody else is asked about: on top of it, or anew',
  pictured(async () => {
    const branch = 'flux-image-updates'
    const { git } = editor.repository
    const theirs = git('commit-tree', `${branch}^{tree}`, '-p', branch, '-m', 'By hand').trim()
    git('update-ref', `refs/heads/${branch}`, theirs)
    const before = tree()
    const workbench = await editor.open('deploy.yaml')
    await workbench.squiggle('info')
    const question = workbench.page.locator('.monaco-dialog-box').filter({ hasText: 'By hand' })
    const answer = async label => {
      await chooseOn(workbench, branch)
      await question.waitFor()
      await workbench.screenshot('commit-asked')
      await question.locator('.monaco-button', { hasText: label }).click()
    }

    await answer('Commit on Top')
    await workbench.notification('the branch holds these values already')
    assert.equal(git('rev-parse', branch).trim(), theirs)

    await answer('Overwrite')
    await lastStep(workbench, branch).waitFor()
    await workbench.pick(`Commit to ${branch}`)
    await workbench.notification('Committed')
    assert.equal(git('rev-parse', `${branch}^`), git('rev-parse', 'main'))
    assert.equal(git('show', `${branch}:deploy.yaml`), deployment(host()).replace('web:1.2.3', 'web:1.4.1'))
    assert.deepEqual(tree(), before)
  }),
)
