// The policy playground: a page beside the editor that follows what is typed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { automation, deployment, withEditor } from './fixture.mjs'

const repository = host => ({ 'deploy.yaml': deployment(host), 'flux/web.yaml': automation(host) })

test('the playground shows what becomes of every tag, and follows the policy while it is typed', async () => {
  await withEditor('playground', { files: repository }, async editor => {
    const workbench = await editor.open('flux/web.yaml')
    const { page } = workbench
    const lens = about => page.locator('.codelens-decoration', { hasText: about }).first()
    await lens('latest 1.4.1').locator('a', { hasText: 'Playground' }).click()
    const shown = page.frameLocator('iframe.webview').last().frameLocator('iframe')
    const row = text => shown.locator('[role=row]', { hasText: text }).first()
    await row('selected').waitFor()
    await workbench.screenshot('playground')
    assert.match(
      await shown.locator('#outcome').innerText(),
      /^Selects 1\.4\.1: the highest version in the range/,
    )

    // A tag that nobody has pushed yet.
    await shown.locator('#tried').fill('1.99.0')
    await shown.locator('#fate', { hasText: '1.99.0 would be selected' }).waitFor()

    // By keyboard: the button of a stage leaves the tags that end there.
    await shown.locator('button.out-of-range').focus()
    await page.keyboard.press('Enter')
    await shown.locator('#rows .selected').waitFor({ state: 'detached' })
    await row('2.0.0-rc.1').waitFor()
    await page.keyboard.press('Enter')
    await row('selected').waitFor()

    // What is typed in the manifest counts at once.
    await workbench.line('range: 1.x').click()
    await page.keyboard.press('End')
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Backspace')
    await page.keyboard.type('2.x')
    await shown.locator('#outcome', { hasText: 'Selects nothing.' }).waitFor()
    await workbench.screenshot('playground-typed')
    // The editor's own service worker answers these addresses; nothing else is asked for.
    const others = editor.browser.strayed.filter(
      url => !/\.vscode-resource\.vscode-cdn\.net\/.*\/dist\/playground\.(js|css)$/.test(url),
    )
    assert.deepEqual(others, [])
  })
})
