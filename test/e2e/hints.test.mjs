// What is shown inside texts: the latest tag at an outdated value, and what a policy selects.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deployment, withEditor } from './fixture.mjs'

test('hints and lenses are there, update all, and go when they are switched off', async () => {
  await withEditor('hints', {}, async editor => {
    const { read, write } = editor.repository
    const workbench = await editor.open('deploy.yaml')
    await workbench.shows('→ 1.4.1')
    await workbench.screenshot('inlay-hint')

    // A double click writes what the hint says, and one step takes it back.
    await workbench.page
      .locator('.view-line span', { hasText: /→\s1\.4\.1/ })
      .last()
      .dblclick()
    await workbench.shows('acme/web:1.4.1 #')
    await workbench.undo()
    await workbench.shows('→ 1.4.1')
    write('.vscode/settings.json', JSON.stringify({ 'fluxmark.inlayHints.enabled': false }))
    await workbench.line('→ 1.4.1').waitFor({ state: 'detached' })

    const policies = await editor.open('flux/web.yaml')
    const lens = text => policies.page.locator('.codelens-decoration').filter({ hasText: text }).first()
    await lens('latest 1.4.1 · 1 marker').waitFor()
    await policies.screenshot('code-lens')

    // What Flux itself would write, as a page of its own; then back to the policy.
    await lens('Simulate').locator('a', { hasText: 'Simulate' }).click()
    await policies.page.locator('.tab.active', { hasText: 'Simulation' }).waitFor()
    await policies.page
      .locator('.view-line', { hasText: /^\+.*web:1\.4\.1/ })
      .first()
      .waitFor()
    await policies.screenshot('simulation')
    await policies.page.locator('.tab', { hasText: 'web.yaml' }).first().click()
    await lens('Update the one that is outdated').locator('a', { hasText: 'Update' }).click()
    await lens('Update the one that is outdated').waitFor({ state: 'detached' })
    const bumped = deployment(editor.registry.host).replace('web:1.2.3', 'web:1.4.1')
    await policies.page.waitForFunction(() => document.querySelectorAll('.tab.dirty').length === 0)
    assert.equal(read('deploy.yaml'), bumped)
    write('.vscode/settings.json', JSON.stringify({ 'fluxmark.codeLens.enabled': false }))
    await lens('latest 1.4.1').waitFor({ state: 'detached' })
  })
})
