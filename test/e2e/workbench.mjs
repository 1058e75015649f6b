// Drives a real VS Code workbench in Chromium, the way a person does: looks, hovers, types, picks.
import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { patience } from './browser.mjs'

/** The same for a browser's first page, on a machine that has other things to do. */
const coldPatience = 120_000

/**
 * Opens an address of `startServer` and waits for the workbench, and for the editor where it opens `file`.
 * Every method waits for what it is about to be seen; none waits for time to pass.
 */
export async function openWorkbench(browser, url, { screenshots, file } = {}) {
  const page = await browser.context.newPage()
  await page.goto(url)
  await page.locator('.monaco-workbench').waitFor()
  const isEmpty = page.getByText('No Folder Opened')
  // Now and then the workbench starts before it has read a multi-root workspace's file, and then holds no folder.
  for (let tries = 0; tries < 5 && url.includes('workspace='); tries++) {
    await page.locator('.explorer-folders-view .monaco-list-row').or(isEmpty).first().waitFor()
    if (!(await isEmpty.isVisible())) break
    await page.reload()
  }
  const editor = page.locator('.editor-instance').first()
  const lines = editor.locator('.view-line')

  const workbench = { page, editor, lines }

  async function opened(path) {
    const tab = page.locator('.tab.active').filter({ hasText: basename(path) })
    await tab.first().waitFor({ timeout: coldPatience })
    await lines.first().waitFor({ timeout: coldPatience })
  }
  if (file !== undefined) await opened(file)

  /** Opens a file by its absolute path, in place of all that was open and told; what was not saved is lost. */
  workbench.open = async path => {
    await workbench.command('Notifications: Clear All Notifications')
    await workbench.command('View: Close All Editors')
    const empty = page.locator('.editor-group-container.empty')
    const question = page.locator('.monaco-dialog-box')
    await empty.or(question).first().waitFor()
    if (await question.isVisible())
      await question.locator('.monaco-button', { hasText: "Don't Save" }).click()
    await empty.waitFor()
    const row = page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: basename(path) })
    await page.keyboard.press('Control+p')
    await page.locator('.quick-input-widget:visible input').first().fill(path)
    await row.waitFor()
    await page.keyboard.press('Enter')
    await opened(path)
  }

  /** The line that holds a text. */
  workbench.line = text => lines.filter({ hasText: spaced(text) }).first()

  /** Waits until a line with this text is shown. */
  workbench.shows = text => workbench.line(text).waitFor()

  /** Waits for a squiggle of `error`, `warning`, `info` or `hint`; the first proof that the server has answered. */
  workbench.squiggle = severity => editor.locator(`.squiggly-${severity}`).first().waitFor()

  /** Waits until there is no squiggle of a severity. */
  workbench.noSquiggle = async severity => {
    await editor.locator(`.squiggly-${severity}`).first().waitFor({ state: 'detached' })
  }

  /** Puts the cursor before a column (from 1) of a line (from 1). */
  workbench.goTo = async (line, column = 1) => {
    await page.keyboard.press('Control+g')
    const input = page.locator('.quick-input-widget:visible input').first()
    await input.waitFor()
    await input.fill(`:${line}:${column}`)
    await page.keyboard.press('Enter')
    await page.locator('.quick-input-widget').first().waitFor({ state: 'hidden' })
  }

  /** Rests the pointer on a word of the editor until a hover that holds `expected` is shown; answers its text. */
  workbench.hover = async (word, expected) => {
    const span = editor
      .locator('.view-line span span')
      .filter({ hasText: spaced(word) })
      .last()
    const hover = page.locator('.monaco-hover:visible').filter({ hasText: expected }).first()
    for (let tries = 0; ; tries++) {
      await span.hover()
      try {
        await hover.waitFor({ timeout: patience / 10 })
        break
      } catch (error) {
        if (tries === 9) throw error
        await page.mouse.move(5, 5)
      }
    }
    return (await hover.innerText()).replaceAll('\u00a0', ' ')
  }

  /** Opens the list of what can be done at the cursor, with `title` in it. */
  workbench.offer = async title => {
    await openQuickFixes(title)
  }

  /** Opens the list and chooses. */
  workbench.quickFix = async title => {
    const row = await openQuickFixes(title)
    // The pointer cannot: in 1.100 a block over the window takes its clicks.
    const rows = page.locator('.action-widget .monaco-list-row')
    for (let steps = await rows.count(); steps > 0; steps--) {
      if (/\bfocused\b/.test((await row.getAttribute('class')) ?? '')) break
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('Enter')
    await rows.first().waitFor({ state: 'hidden' })
  }

  async function openQuickFixes(expected) {
    const row = page.locator('.action-widget .monaco-list-row').filter({ hasText: expected }).first()
    for (let tries = 0; ; tries++) {
      await page.keyboard.press('Control+.')
      try {
        await row.waitFor({ timeout: patience / 10 })
        return row
      } catch (error) {
        if (tries === 9) throw error
        await page.keyboard.press('Escape')
      }
    }
  }

  /** Waits for suggestions with this label first, and asks for them where they have gone; answers its row. */
  workbench.suggestion = async label => {
    const row = page.locator('.suggest-widget.visible .monaco-list-row').first().filter({ hasText: label })
    for (let tries = 0; ; tries++) {
      try {
        await row.waitFor({ timeout: patience / 10 })
        return row
      } catch (error) {
        if (tries === 9) throw error
        await page.keyboard.press('Escape')
        await page.keyboard.press('Control+Space')
      }
    }
  }

  /** Runs a command of the palette by its full name. The list is not renewed while it is open, so it is opened anew. */
  workbench.command = async name => {
    const input = page.locator('.quick-input-widget:visible input').first()
    const row = page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: name })
    for (let tries = 0; ; tries++) {
      await page.keyboard.press('F1')
      await input.waitFor()
      await input.fill(`>${name}`)
      try {
        await row.waitFor({ timeout: patience / 10 })
        break
      } catch (error) {
        if (tries === 9) throw error
        await page.keyboard.press('Escape')
      }
    }
    await page.keyboard.press('Enter')
  }

  /**
   * Runs *Fix All* until `expected` is a line. VS Code drops the answer that it waits for when any extension registers
   * its code actions meanwhile, as its own do at the start, and then says that there is none.
   */
  workbench.fixAll = async expected => {
    const none = page.locator('.monaco-editor-overlaymessage', { hasText: 'No fix all action available' })
    for (let tries = 0; ; tries++) {
      await workbench.command('Fix All')
      await workbench.line(expected).or(none).first().waitFor()
      if (tries === 9 || !(await none.isVisible())) break
      await page.keyboard.press('Escape')
    }
    await workbench.shows(expected)
  }

  /** Waits until the language's status, beside its name in the status bar, holds a text. */
  workbench.languageStatus = async text => {
    const hover = page.locator('.monaco-hover:visible').filter({ hasText: text }).first()
    for (let tries = 0; ; tries++) {
      await page.locator('#status\\.languageStatus').hover()
      try {
        return await hover.waitFor({ timeout: patience / 10 })
      } catch (error) {
        if (tries === 9) throw error
        await page.mouse.move(5, 5)
      }
    }
  }

  /** Picks an entry of a list that asks something. */
  workbench.pick = async label => {
    const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first()
    await row.waitFor()
    await row.click()
  }

  /** Waits until a list that is open has an entry. */
  workbench.listed = label =>
    page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first().waitFor()

  /** Fills the box that asks for `prompt`. */
  workbench.answer = async (prompt, text) => {
    const box = page.locator('.quick-input-widget:visible').filter({ hasText: prompt }).first()
    await box.waitFor()
    await box.locator('input').first().fill(text)
    await page.keyboard.press('Enter')
    await box.waitFor({ state: 'hidden' })
  }

  /** Waits for a notification; `button` is pressed on it. Answers its text. */
  workbench.notification = async (text, button) => {
    const toast = page.locator('.notification-toast').filter({ hasText: text })
    // A toast goes by itself after a while; the bell keeps it.
    const kept = page.locator('.notifications-center .notification-list-item').filter({ hasText: text })
    const found = toast.or(kept).first()
    try {
      await found.waitFor({ timeout: patience / 4 })
    } catch {
      await workbench.command('Notifications: Show Notifications')
      await found.waitFor()
    }
    const shown = await found.innerText()
    if (button === undefined) return shown
    const action = found.locator('.monaco-button', { hasText: button }).first()
    try {
      await action.click({ timeout: patience / 4 })
    } catch {
      // It went just now.
      await workbench.command('Notifications: Show Notifications')
      await action.click()
    }
    return shown
  }

  /** Writes at the cursor. */
  workbench.type = text => page.keyboard.type(text)
  workbench.press = keys => page.keyboard.press(keys)
  workbench.undo = async () => {
    await editor.click()
    await page.keyboard.press('Control+z')
  }

  /** Whether the tab in front has unsaved changes. */
  workbench.isDirty = async () => (await page.locator('.tab.active.dirty').count()) > 0
  workbench.becomes = async state => {
    const tab = page.locator(state === 'dirty' ? '.tab.active.dirty' : '.tab.active:not(.dirty)')
    await tab.first().waitFor()
  }

  /** The text of the output channel that is shown. */
  workbench.output = async () =>
    (await page.locator('.panel .view-line').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ')

  workbench.screenshot = async name => {
    if (screenshots === undefined) return
    mkdirSync(screenshots, { recursive: true })
    await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' })
  }
  workbench.close = () => page.close()
  return workbench
}

/** The editor draws a space as a no-break space. */
function spaced(text) {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[ \u00a0]'))
}
