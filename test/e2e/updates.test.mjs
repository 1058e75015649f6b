// The Updates view: what is outdated in a whole repository, by mouse, by keyboard and by ear.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withEditor } from './fixture.mjs'

test('the view shows what is outdated', async () => {
  await withEditor('updates', { demo: true }, async editor => {
    const workbench = await editor.open('apps/checkout/deployment.yaml')
    const { page } = workbench
    await workbench.squiggle('info')
    await page
      .locator('.activitybar .action-item')
      .filter({ has: page.locator('[aria-label*="Fluxmark"]') })
      .first()
      .click()
    const rows = page.locator('.sidebar .monaco-list-row')
    await rows.filter({ hasText: '→' }).first().waitFor()
    await workbench.screenshot('updates-view')

    assert.deepEqual(editor.browser.strayed, [])
  })
})
