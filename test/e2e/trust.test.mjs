// Restricted mode and consent: what must not happen before the user has said so.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { automation, deployment, withEditor } from './fixture.mjs'

test('without trust the workspace is read and no registry is asked; with trust it is', async () => {
  const options = {
    trust: true,
    // Some versions would ask at the start, some wait to be told: all of them are to wait.
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
    files: host => ({
      'deploy.yaml': deployment(host).replace(
        'busybox:1.36',
        `busybox:1.36 # {'$imagepolicy': 'flux-system:web'}`,
      ),
      'flux/web.yaml': automation(host),
    }),
  }
  await withEditor('trust', options, async editor => {
    const { registry, repository } = editor
    const workbench = await editor.open('deploy.yaml')
    const { page } = workbench
    const restricted = page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).first()
    await restricted.waitFor()

    await workbench.squiggle('error')
    const text = await workbench.hover('127.0.0.1', 'not scanned yet')
    await workbench.screenshot('restricted-hover')
    assert.match(text, /flux-system:web/)
    await workbench.goTo(15, 20)
    assert.equal(registry.requests, 0)
    assert.equal(repository.git('rev-list', '--count', 'HEAD').trim(), '1')

    await workbench.command('Workspaces: Manage Workspace Trust')
    await page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click()
    await page.keyboard.press('Control+w')
    await workbench.squiggle('info')
    await workbench.screenshot('trusted')
    assert(registry.requests > 0)
    assert.deepEqual(editor.browser.strayed, [])
  })
})

test('a registry that the user has not named is asked only after consent, and the answer is remembered', async () => {
  await withEditor('consent', { isAllowed: false }, async editor => {
    const { registry } = editor
    const first = await editor.open('deploy.yaml')
    const question = await first.notification(registry.host)
    await first.screenshot('consent')
    assert.match(question, /acme\/web/)
    assert.equal(registry.requests, 0)
    await first.notification(registry.host, 'Allow')
    await first.squiggle('info')
    assert(registry.requests > 0)
    await first.command('Fluxmark: Restart the Language Server')
    await first.noSquiggle('info')
    await first.squiggle('info')
    assert.equal(await first.page.locator('.notification-toast').count(), 0)
    await first.close()
  })
})
