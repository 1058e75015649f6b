// The Updates view of a workbench, as a person uses it.
/** How long the first answer may take, on a machine that has other things to do, in milliseconds. */
export const coldPatience = 120_000

/** Opens the view by its icon and waits for a row with `text`. */
export async function openUpdates(workbench, text) {
  const { page } = workbench
  const icon = page.locator('.activitybar .action-item').filter({
    has: page.locator('.action-label[aria-label^="Fluxmark"]'),
  })
  const sidebar = page.locator('.part.sidebar')
  const rows = sidebar.locator('.monaco-list-row')
  const row = label => rows.filter({ hasText: label }).first()
  await icon.first().waitFor({ timeout: coldPatience })
  // Where it is open already, its icon would close it.
  const isOpen = await sidebar.locator('.composite.title', { hasText: 'Fluxmark' }).isVisible()
  if (!isOpen) await icon.first().click()
  if (text !== undefined) await row(text).waitFor({ timeout: coldPatience })
  return {
    icon,
    sidebar,
    rows,
    row,
    /** An action that a row shows while the pointer is on it. */
    async action(label, title) {
      const button = row(label).locator(`.action-label[aria-label^="${title}"]`).first()
      // A tree that is drawn anew under the pointer hides the actions until it moves.
      for (let tries = 0; ; tries++) {
        await row(label).hover()
        try {
          return await button.click({ timeout: 5000 })
        } catch (error) {
          if (tries === 9) throw error
          await page.mouse.move(5, 5)
        }
      }
    },
    /** An action of the view's own head. */
    async titleAction(title) {
      await sidebar.hover()
      await sidebar.locator(`.composite.title .action-label[aria-label^="${title}"]`).first().click()
    },
    /** An entry of a row's menu, without a pointer. */
    async menu(label, entry) {
      await row(label).click({ position: { x: 5, y: 5 } })
      await page.keyboard.press('Shift+F10')
      const item = page.locator('.monaco-menu .action-item').filter({ hasText: entry }).first()
      await item.waitFor()
      for (let steps = 30; steps > 0; steps--) {
        if (await item.evaluate(node => node.classList.contains('focused'))) break
        await page.keyboard.press('ArrowDown')
      }
      await page.keyboard.press('Enter')
      await item.waitFor({ state: 'detached' })
    },
    /** What Chromium's accessibility tree has of the rows, a line each. */
    async heard() {
      return (await sidebar.ariaSnapshot()).split('\n').filter(line => /treeitem/.test(line))
    },
  }
}

/** Waits until something holds that the window does not show: what is on disk. */
export async function until(holds) {
  for (let tries = 0; tries < 600; tries++) {
    if (holds()) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`it never came to hold: ${holds}`)
}
