// From many values to a pull request: looks risky ones through, takes all back, commits, pushes, opens the request.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startForge, TOKEN } from '../../build/test/io/forge/forge-server.js'
import { automation, deployment, startEditor, tags } from './fixture.mjs'

const api = host => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: api, namespace: flux-system}
spec: {image: ${host}/acme/api, interval: 5m, insecure: true}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: api, namespace: flux-system}
spec: {imageRepositoryRef: {name: api}, policy: {semver: {range: '>=1.0.0'}}}
`
const apiDeployment = host =>
  deployment(host).replaceAll('acme/web', 'acme/api').replaceAll('flux-system:web', 'flux-system:api')
const pushing = host =>
  automation(host).replace(
    '    commit:\n',
    '    checkout: {ref: {branch: main}}\n    push: {branch: flux-image-updates}\n    commit:\n',
  )

let editor
let forge
let served
before(async () => {
  served = mkdtempSync(join(tmpdir(), 'fluxmark-served-'))
  forge = await startForge('gitea', served)
  editor = await startEditor({
    images: { 'acme/web': tags, 'acme/api': ['1.2.3', '2.0.0'] },
    files: host => ({
      'deploy.yaml': deployment(host),
      'api.yaml': apiDeployment(host),
      'flux/web.yaml': pushing(host),
      'flux/api.yaml': api(host),
    }),
    settings: {
      'fluxmark.git.forges': { [forge.host]: 'gitea' },
      'fluxmark.pullRequest.labels': ['deps'],
    },
  })
  const { git, root } = editor.repository
  mkdirSync(join(served, 'acme'))
  const bare = join(served, 'acme/fleet.git')
  execFileSync('git', ['clone', '--quiet', '--bare', root, bare])
  execFileSync('git', ['config', 'http.receivepack', 'true'], { cwd: bare })
  git('remote', 'add', 'origin', forge.url)
  git('fetch', '--quiet', bare, '+refs/heads/*:refs/remotes/origin/*')
})
after(async () => {
  await editor.close()
  await forge.close()
  rmSync(served, { recursive: true, force: true })
})

/** Pictures where it fails. */
const pictured = body => async () => {
  try {
    await body()
  } catch (error) {
    await editor.picture('requests')
    throw error
  }
}

test(
  'of many values those with a risk are looked through first, and one click takes all back',
  pictured(async () => {
    const { read } = editor.repository
    const before = [read('deploy.yaml'), read('api.yaml')]
    const workbench = await editor.open('deploy.yaml')
    await workbench.squiggle('info')
    const { page } = workbench
    const row = page.locator('.panel .monaco-list-row')
    const apply = page.locator('.panel').getByRole('button', { name: 'Apply' })
    const update = async () => {
      await workbench.command('Fluxmark: Update Image Tags…')
      await workbench.pick('All markers in the workspace')
      await row.filter({ hasText: 'acme/api:2.0.0' }).first().waitFor()
      await apply.waitFor()
    }
    await update()
    await workbench.screenshot('update-preview')
    await page.locator('.panel').getByRole('button', { name: 'Discard' }).click()
    await apply.waitFor({ state: 'detached' })
    assert.equal(
      await page.locator('.notification-toast').filter({ hasText: 'Nothing was updated' }).count(),
      0,
    )
    assert.deepEqual([read('deploy.yaml'), read('api.yaml')], before)

    await update()
    await apply.click()
    await workbench.notification('Updated what was ticked of 2 values in 2 files')
    await workbench.screenshot('update-told')
    await page.waitForFunction(() => document.querySelectorAll('.tab.dirty').length === 0)
    // The risky one was not ticked.
    assert.match(read('deploy.yaml'), /web:1\.4\.1/)
    assert.match(read('api.yaml'), /api:1\.2\.3/)
    await workbench.notification('Updated what was ticked', 'Undo')
    await workbench.notification('The values are as they were')
    assert.deepEqual([read('deploy.yaml'), read('api.yaml')], before)
  }),
)

test(
  'a commit is pushed, and its pull request opened with a token that the user gives',
  pictured(async () => {
    const workbench = await editor.open('deploy.yaml')
    await workbench.squiggle('info')
    const { page } = workbench
    const row = page.locator('.quick-input-list .monaco-list-row')
    await workbench.command('Fluxmark: Update and Commit…')
    await row.filter({ hasText: '1.2.3 → 1.4.1' }).first().waitFor()
    await workbench.press('Enter')
    // The push branch comes first.
    await row.first().filter({ hasText: 'flux-image-updates' }).waitFor()
    await workbench.screenshot('request-branches')
    await workbench.press('Enter')
    await row.filter({ hasText: 'Edit the message…' }).first().waitFor()
    await workbench.pick('Edit the message…')
    await page.locator('.quick-input-widget input[type=text]').fill('Bump the shop')
    await workbench.press('Enter')
    await page.locator('.view-line').filter({ hasText: 'Bump the shop' }).first().waitFor()
    await workbench.pick('Commit to flux-image-updates')
    await workbench.notification('Committed', 'Push and Open Pull Request')
    await workbench.notification('May Fluxmark open pull requests at', `Allow ${forge.host}`)
    await workbench.notification('There is no token for', 'Enter a Token…')
    const typed = page.locator('.quick-input-widget input[type=password]')
    await typed.waitFor()
    await typed.fill(TOKEN)
    await workbench.press('Enter')
    const told = await workbench.notification('Opened pull request 1')
    await workbench.screenshot('request-opened')
    assert.match(told, /Show Pull Request/)
    const [pull] = forge.pulls
    assert.deepEqual([pull.branch, pull.base, pull.title], ['flux-image-updates', 'main', 'Bump the shop'])
    assert.deepEqual(pull.labels, [21])
    assert.match(pull.body, /acme\/api:2\.0\.0|acme\/web:1\.4\.1/)

    // It stays in reach, and is updated.
    await workbench.command('Fluxmark: Open a Pull Request of the Last Bump Commit')
    await workbench.notification('Updated pull request 1')
    assert.equal(forge.pulls.length, 1)

    await workbench.command('Fluxmark: Undo the Last Bump Commit')
    await workbench.notification('Not taken back', 'Revert…')
    const { git } = editor.repository
    await workbench.notification('on flux-image-updates')
    await workbench.screenshot('request-reverted')
    assert.match(git('log', '-1', '--format=%s', 'flux-image-updates'), /Revert "Bump the shop"/)
    assert.equal(git('diff', '--stat', 'main', 'flux-image-updates'), '')
  }),
)
