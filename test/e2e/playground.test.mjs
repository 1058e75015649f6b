// The policy playground: a page beside the editor that follows what is typed.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
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

    // What a repository stores, without a policy.
    await workbench.line('kind: ImageRepository').click()
    await page.keyboard.press('Control+Home')
    await lens(/^Playground$/)
      .locator('a')
      .click()
    await shown.locator('#title', { hasText: 'ImageRepository' }).waitFor()
    await shown.locator('#funnel', { hasText: 'listed 6 → stored 6' }).waitFor()
    await workbench.screenshot('playground-repository')
    for (let steps = 0; steps < 3; steps++) await workbench.undo()
    await workbench.shows('range: 1.x')
    await workbench.line('kind: ImagePolicy').click()
    await workbench.command('Fluxmark: Open the Policy Playground')
    await shown.locator('#title', { hasText: 'ImagePolicy' }).waitFor()

    // Each theme, narrow and wide, alone in the window: read by eye in the pictures, and by axe.
    await workbench.command('View: Close Primary Side Bar')
    await shown.locator('#outcome').click()
    await workbench.command('View: Join All Editor Groups')
    await page.locator('.tab', { hasText: 'Policy Playground' }).first().click()
    await page.locator('.tab.active', { hasText: 'Policy Playground' }).first().waitFor()
    const frame = page.frames().find(one => one.url().includes('fake.html')) ?? assert.fail('no page')
    await frame.evaluate(axe)
    for (const [name, [theme, kind]] of Object.entries(themes)) {
      editor.repository.write('.vscode/settings.json', JSON.stringify({ 'workbench.colorTheme': theme }))
      await frame.locator(`body.${kind}`).waitFor()
      for (const width of [400, 1200]) {
        await resize(page, frame, width)
        await workbench.screenshot(`playground-${name}-${width}`)
        assert.deepEqual(await serious(frame), [], `${name}, ${width} px`)
      }
    }
  })
})

const axe = createRequire(import.meta.url)('axe-core').source

const themes = {
  light: ['Default Light Modern', 'vscode-light'],
  dark: ['Default Dark Modern', 'vscode-dark'],
  contrast: ['Default High Contrast', 'vscode-high-contrast'],
}

/** Makes the page as wide as wanted; the window around it takes its time to say how much it needs itself. */
async function resize(page, frame, width) {
  for (let tries = 0; ; tries++) {
    const beside = (page.viewportSize()?.width ?? 0) - (await frame.evaluate(() => innerWidth))
    await page.setViewportSize({ width: width + beside, height: 800 })
    try {
      return await frame.waitForFunction(wanted => Math.abs(innerWidth - wanted) < 10, width, {
        timeout: 5000,
      })
    } catch (error) {
      if (tries === 9) throw error
    }
  }
}

/** What axe finds that keeps somebody from using the page. */
async function serious(frame) {
  const { violations } = await frame.evaluate(() => globalThis.axe.run(document.querySelector('main')))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`))
}
